using System.Reflection;
using PublicApiGenerator;

namespace Salience.Tests;

/// <summary>The public surface as one text: a change to it shows in review.</summary>
public class PublicApiTests
{
    [Fact]
    public void The_public_surface_is_the_one_that_was_decided()
    {
        var options = new ApiGeneratorOptions { IncludeAssemblyAttributes = false };
        Assembly[] libraries = [typeof(Salience.Networks.Network).Assembly, typeof(Salience.Onnx.OnnxImporter).Assembly];
        var actual = string.Join("\n", libraries.Select(a => a.GeneratePublicApi(options))).ReplaceLineEndings("\n");
        var path = Path.Combine(TestData.RepositoryRoot, "test", "Salience.Tests", "PublicApi.txt");
        var decided = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : string.Empty;

        if (actual != decided)
            File.WriteAllText(path + ".received", actual);
        Assert.True(actual == decided, $"The public API differs from {path}. If the change is meant, replace that file by {path}.received.");
    }
}

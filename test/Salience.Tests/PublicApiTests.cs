using System.Reflection;
using PublicApiGenerator;

namespace Salience.Tests;

/// <summary>The public surface as one text: a change to it shows in review.</summary>
public class PublicApiTests
{
    [Theory]
    [InlineData("Salience")]
    [InlineData("Salience.Onnx")]
    [InlineData("Salience.Evaluation")]
    public void The_public_surface_is_the_one_that_was_decided(string library)
    {
        var options = new ApiGeneratorOptions { IncludeAssemblyAttributes = false };
        var actual = Assembly.Load(library).GeneratePublicApi(options).ReplaceLineEndings("\n");
        var path = Path.Combine(TestData.RepositoryRoot, "test", "Salience.Tests", "PublicApi", $"{library}.txt");
        var decided = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : string.Empty;

        if (actual != decided)
            File.WriteAllText(path + ".received", actual);
        Assert.True(actual == decided, $"The public API differs from {path}. If the change is meant, replace that file by {path}.received.");
    }
}

namespace Salience.Cli.Training;

/// <summary>A folder that holds pictures to learn in <c>train/</c> and pictures to test in <c>test/</c>, <c>val/</c> or <c>validation/</c>.</summary>
/// <param name="Train">The folder with the pictures to learn.</param>
/// <param name="Test">The folder with the pictures to test.</param>
internal sealed record SplitFolder(string Train, string Test)
{
    /// <summary>Finds the two.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>Both, or <see langword="null"/> where one is missing.</returns>
    public static SplitFolder? Find(string folder)
    {
        string? Inner(params string[] names) => names.Select(name => Path.Combine(folder, name)).FirstOrDefault(Directory.Exists);
        return Inner("train") is { } train && Inner("test", "val", "validation") is { } test ? new SplitFolder(train, test) : null;
    }
}

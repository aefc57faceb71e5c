using System.Globalization;
using Salience.Attribution;

namespace Salience.Benchmarks.Methods;

/// <summary>A method, the passes it needs and the ratio to them that it may have.</summary>
/// <param name="Name">The method's name.</param>
/// <param name="Reference">The passes it needs.</param>
/// <param name="Target">Largest time, or for <paramref name="Throughput"/> the least speed, relative to those passes.</param>
/// <param name="Settings">Its settings for a number of copies of the picture; <see langword="null"/> for a method that looks at a batch of pictures once.</param>
/// <param name="Throughput">Whether the ratio is one of pictures a second and not of times.</param>
internal sealed record MethodCase(string Name, MethodReference Reference, double Target, Func<int, int, string>? Settings = null, bool Throughput = false)
{
    private static readonly MethodCase[] Known =
    [
        new("saliency", MethodReference.ForwardAndBackward, 1.05),
        new("input-x-gradient", MethodReference.ForwardAndBackward, 1.05),
        new("guided-backprop", MethodReference.ForwardAndBackward, 1.05),
        new("deconvolution", MethodReference.ForwardAndBackward, 1.05),
        new("integrated-gradients", MethodReference.ForwardAndBackward, 1.05, (copies, _) => $"steps={copies}"),
        new("smoothgrad", MethodReference.ForwardAndBackward, 1.05, (copies, _) => $"samples={copies}"),
        new("vargrad", MethodReference.ForwardAndBackward, 1.05, (copies, _) => $"samples={copies}"),
        new("grad-cam", MethodReference.ForwardAndBackwardToLayer, 1.1),
        new("layercam", MethodReference.ForwardAndBackwardToLayer, 1.1),
        new("occlusion", MethodReference.Forward, 0.9, Windows, Throughput: true),
        new("rise", MethodReference.Forward, 0.9, (copies, _) => $"masks={copies}", Throughput: true),
        new("lrp", MethodReference.ForwardAndBackward, 3),
        new("deeplift", MethodReference.ForwardAndBackward, 3),
        new("fullgrad", MethodReference.ForwardAndBackward, 1.1),
    ];

    /// <summary>The cases whose method is in the catalogue.</summary>
    public static IReadOnlyList<MethodCase> All { get; } = [.. Known.Where(c => AttributionMethods.Find(c.Name) is not null)];

    /// <summary>The case of a method's name.</summary>
    public static MethodCase Find(string name) => All.First(c => c.Name == name);

    /// <summary>The method with its settings, as <see cref="AttributionMethods.Create"/> reads it.</summary>
    public string Text(int copies, int side) => Settings is null ? Name : $"{Name}:{Settings(copies, side)}";

    /// <summary>How many copies a text makes: the squares of occlusion form a square.</summary>
    public int Copies(int copies) => Name == "occlusion" ? Rows(copies) * Rows(copies) : copies;

    private static int Rows(int copies) => (int)Math.Round(Math.Sqrt(copies));

    /// <summary>Squares beside each other, as many as copies are wanted.</summary>
    private static string Windows(int copies, int side)
    {
        var window = (side + Rows(copies) - 1) / Rows(copies);
        return string.Create(CultureInfo.InvariantCulture, $"window={window},stride={window}");
    }
}

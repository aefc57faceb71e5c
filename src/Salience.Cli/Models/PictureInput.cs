using System.Globalization;
using Salience.Cli.Failures;
using Salience.Imaging;
using Salience.Networks;

namespace Salience.Cli.Models;

/// <summary>How pictures become the network's input.</summary>
internal static class PictureInput
{
    private const int DefaultSide = 224;

    /// <summary>The steps for a network, from what it declares and what was asked for.</summary>
    /// <exception cref="UsageException">The options and the network do not fit together.</exception>
    public static Preprocessing Plan(NetworkInput input, NetworkSettings settings)
    {
        var normalization = ParseNormalization(settings.Normalize);
        var shape = input.Shape;
        if (shape.Count == 0)
            shape = [null, 3, null, null];
        if (shape.Count != 4)
            throw new UsageException($"{settings.Model}: takes an input {Text(input)}, which is no picture; give an .npy array of that shape.");
        if (shape[1] is not (null or 1 or 3))
        {
            throw new UsageException(shape[3] is 1 or 3
                ? $"{settings.Model}: takes pictures with the channels last, {Text(input)}; give an .npy array of that shape, or export the model with channels first."
                : $"{settings.Model}: takes {shape[1]} channels, {Text(input)}, which is no picture; give an .npy array of that shape.");
        }

        var channels = (int?)shape[1] ?? settings.Stored?.Channels ?? 3;
        return new Preprocessing(Side(shape[2], settings, settings.Stored?.Height), Side(shape[3], settings, settings.Stored?.Width), channels, normalization, settings.Resize);
    }

    /// <summary>Sizes with "any" for what may vary.</summary>
    public static string Text(NetworkInput input) =>
        $"({string.Join(", ", input.Shape.Select(s => s?.ToString(CultureInfo.InvariantCulture) ?? "any"))})";

    private static int Side(long? declared, NetworkSettings settings, int? stored)
    {
        if (declared is null)
            return settings.Crop ?? stored ?? DefaultSide;
        if (settings.Crop is { } crop && crop != declared)
            throw new UsageException($"--crop {crop}: {settings.Model} takes {declared} pixels only; leave --crop out or change --resize.");
        return (int)declared;
    }

    private static Normalization ParseNormalization(string? text)
    {
        try
        {
            return text is null ? Normalization.None : Normalization.Parse(text);
        }
        catch (ArgumentException failure)
        {
            throw new UsageException($"--normalize: {KnownFailure.Describe(failure)}");
        }
    }
}

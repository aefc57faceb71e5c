using System.Globalization;

namespace Salience.Imaging;

/// <summary>How 8-bit pixel values become a network's input: <c>(pixel / Divisor − Mean) / Std</c>, channel by channel, in float32.</summary>
public sealed record Normalization
{
    private static readonly Normalization[] Known =
    [
        new() { Name = "imagenet", Mean = [0.485, 0.456, 0.406], Std = [0.229, 0.224, 0.225] },
        new() { Name = "inception", Divisor = 127.5, Mean = [1], Std = [1] },
        new() { Name = "caffe-bgr", Divisor = 1, Mean = [103.939, 116.779, 123.68], Std = [1], Order = ChannelOrder.Bgr },
        new() { Name = "none", Mean = [0], Std = [1] },
    ];

    private Normalization()
    {
    }

    /// <summary>What <see cref="Parse"/> takes to give this normalisation.</summary>
    public required string Name { get; init; }

    /// <summary>What pixels are divided by first: 255 for means and deviations on [0, 1], 1 for those on [0, 255].</summary>
    public double Divisor { get; private init; } = 255;

    /// <summary>The mean of each channel in the network's order of channels, or one for all.</summary>
    public required IReadOnlyList<double> Mean { get; init; }

    /// <summary>The deviation of each channel in the network's order of channels, or one for all.</summary>
    public required IReadOnlyList<double> Std { get; init; }

    /// <summary>The network's order of channels.</summary>
    public ChannelOrder Order { get; private init; }

    /// <summary>The names that <see cref="Parse"/> knows.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Known.Select(known => known.Name)];

    /// <summary>ImageNet's mean and deviation on [0, 1], RGB: torchvision's networks and most others.</summary>
    public static Normalization ImageNet => Known[0];

    /// <summary>To [−1, 1], <c>x / 127.5 − 1</c>: TensorFlow's Inception and MobileNet families.</summary>
    public static Normalization Inception => Known[1];

    /// <summary>Blue, green, red on [0, 255] minus (103.939, 116.779, 123.68): Caffe's VGG and its descendants.</summary>
    public static Normalization CaffeBgr => Known[2];

    /// <summary>To [0, 1], <c>x / 255</c>.</summary>
    public static Normalization None => Known[3];

    /// <summary>
    /// A name of <see cref="Names"/>, or settings: <c>mean=a,b,c,std=a,b,c</c>, each optional (0 and 1), with one value for all channels or
    /// one for each, and optionally <c>scale=S</c> (the divisor, 255 unless given) and <c>bgr</c>; separated by commas.
    /// </summary>
    /// <exception cref="ArgumentException">The text is neither; the message says what is possible.</exception>
    public static Normalization Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (Known.FirstOrDefault(known => known.Name.Equals(text.Trim(), StringComparison.OrdinalIgnoreCase)) is { } named)
            return named;
        if (!text.Contains('=', StringComparison.Ordinal))
            throw new ArgumentException($"Normalization '{text}' is unknown; use {string.Join(", ", Names)} or mean=a,b,c,std=a,b,c.");
        return FromSettings(text);
    }

    private static Normalization FromSettings(string text)
    {
        var lists = new Dictionary<string, List<double>>(StringComparer.Ordinal);
        bool bgr = false;
        List<double>? current = null;
        foreach (string part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            string number = part;
            if (part.Equals("bgr", StringComparison.OrdinalIgnoreCase))
            {
                bgr = true;
                continue;
            }
            if (part.IndexOf('=', StringComparison.Ordinal) is var at and >= 0)
            {
                string key = part[..at].Trim().ToLowerInvariant();
                if (key is not ("mean" or "std" or "scale") || !lists.TryAdd(key, current = []))
                    throw new ArgumentException($"Normalization '{text}': '{key}' is unknown or given twice; use mean, std, scale, bgr.");
                number = part[(at + 1)..];
            }
            if (current is null || !double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) || !double.IsFinite(value))
                throw new ArgumentException($"Normalization '{text}': '{part}' is not a number; write mean=0.5,0.5,0.5,std=0.25,0.25,0.25.");
            current.Add(value);
        }
        return Checked(text, lists, bgr);
    }

    private static Normalization Checked(string text, Dictionary<string, List<double>> lists, bool bgr)
    {
        List<double> mean = lists.GetValueOrDefault("mean") ?? [0], std = lists.GetValueOrDefault("std") ?? [1];
        List<double> scale = lists.GetValueOrDefault("scale") ?? [255];
        if (mean.Count is not (1 or 3) || std.Count is not (1 or 3))
            throw new ArgumentException($"Normalization '{text}': mean has {mean.Count} and std {std.Count} values; give 1 or 3 of each.");
        if (scale.Count != 1)
            throw new ArgumentException($"Normalization '{text}': scale has {scale.Count} values; give 1, such as scale=255.");
        if (std.Concat(scale).Any(value => value <= 0))
            throw new ArgumentException($"Normalization '{text}': std and scale must be above 0.");
        return new Normalization
        {
            Name = text,
            Divisor = scale[0],
            Mean = mean,
            Std = std,
            Order = bgr ? ChannelOrder.Bgr : ChannelOrder.Rgb,
        };
    }
}

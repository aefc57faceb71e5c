namespace Salience.PostProcessing;

/// <summary>How terms become one map: every choice a published FullGrad makes, by name.</summary>
/// <param name="Name">Name on the command line and in records.</param>
/// <param name="Formula">The map in one line.</param>
/// <param name="Source">Whose definition or code this is, and how it differs.</param>
/// <param name="Sign">What becomes of the sign of a term.</param>
/// <param name="Rescale">Over which elements a term is brought to [0, 1].</param>
/// <param name="Epsilon">Added to the range that is divided by.</param>
/// <param name="AlignCorners">Whether bilinear upsampling puts the outermost samples on the picture's edge.</param>
/// <param name="MergeBatchNorm">Whether a convolution and its batch normalisation count as one term.</param>
/// <param name="ExplicitOnly">Whether only biases of convolutions and batch normalisations enter, as in code written for ReLU networks.</param>
/// <param name="ScaleMap">Whether the final map of each image is brought to [0, 1].</param>
public sealed record Preset(
    string Name,
    string Formula,
    string Source,
    SignRule Sign,
    RescaleRule Rescale,
    double Epsilon,
    bool AlignCorners,
    bool MergeBatchNorm,
    bool ExplicitOnly = false,
    bool ScaleMap = false)
{
    /// <summary>The preset of that name: <see cref="Presets.Find"/>.</summary>
    /// <param name="name">One of the names of <see cref="Presets.All"/>.</param>
    /// <exception cref="ArgumentException">No preset has that name.</exception>
    public static Preset Parse(string name) => Presets.Find(name);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}

/// <summary>What becomes of the sign of a term before it is summed.</summary>
public enum SignRule
{
    /// <summary>Kept: terms for and against cancel.</summary>
    Signed,

    /// <summary>Dropped: the magnitude counts.</summary>
    Absolute,
}

/// <summary>Over which elements of a term minimum and maximum are taken to bring it to [0, 1].</summary>
public enum RescaleRule
{
    /// <summary>No rescaling: units of the output.</summary>
    None,

    /// <summary>All channels and places of one image together.</summary>
    PerImage,

    /// <summary>Each channel of each image on its own.</summary>
    PerChannel,
}

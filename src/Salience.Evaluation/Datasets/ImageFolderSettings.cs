using Salience.Imaging;

namespace Salience.Evaluation.Datasets;

/// <summary>How the pictures of a folder become a data set.</summary>
/// <param name="Shape">The size that every picture gets; 3 channels (colour) or 1 (grey).</param>
/// <param name="Synsets">A file of WordNet ids and names that gives classes and their order; <see langword="null"/> for what the folder has.</param>
/// <param name="Resize">Pixels of the shorter side before the crop; <see langword="null"/> for the rule of <see cref="Preprocessing"/>.</param>
/// <param name="Normalization">The recorded normalisation; <see langword="null"/> for <c>imagenet</c>, or <c>none</c> with one channel.</param>
public sealed record ImageFolderSettings(ImageShape Shape, string? Synsets = null, int? Resize = null, Normalization? Normalization = null);

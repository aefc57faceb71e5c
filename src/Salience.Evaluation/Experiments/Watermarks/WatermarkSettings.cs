namespace Salience.Evaluation.Experiments.Watermarks;

/// <summary>Settings of <see cref="WatermarkExperiment"/>.</summary>
/// <param name="Control">
/// Whether the network was trained without the star: what maps show there is then wrong, and the directions of the metrics that reward showing it are turned.
/// </param>
public sealed record WatermarkSettings(bool Control = false);

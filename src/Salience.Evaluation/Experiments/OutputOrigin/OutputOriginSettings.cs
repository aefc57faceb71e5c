namespace Salience.Evaluation.Experiments.OutputOrigin;

/// <summary>Settings of <see cref="OutputOriginExperiment"/>.</summary>
/// <param name="Preset">How terms become the maps that are compared, as <c>fullgrad:preset=…</c> takes it.</param>
public sealed record OutputOriginSettings(string Preset = "paper");

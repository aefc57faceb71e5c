namespace Salience.Modules;

/// <summary>Options of <see cref="TorchModule"/>.</summary>
/// <param name="Whole">
/// Names of modules with submodules that count as one operator with one implicit bias, whatever they compute inside. The terms
/// then add up although the module's own code has biases that no hook sees; it costs a second evaluation of the module.
/// </param>
public sealed record TorchModuleSettings(IReadOnlyList<string>? Whole = null);

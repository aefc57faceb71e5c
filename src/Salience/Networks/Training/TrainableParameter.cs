using static TorchSharp.torch;

namespace Salience.Networks.Training;

/// <summary>A learnable parameter of a <see cref="TrainableNetwork"/>.</summary>
/// <param name="Name">Its name in the network.</param>
/// <param name="Role">What it does.</param>
/// <param name="Value">The current value, a leaf of the autograd graph; it belongs to the network: change its elements, do not dispose it.</param>
public sealed record TrainableParameter(string Name, ParameterRole Role, Tensor Value);

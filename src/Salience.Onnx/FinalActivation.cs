namespace Salience.Onnx;

/// <summary>A Softmax or LogSoftmax at the end of a classifier.</summary>
/// <param name="Operator">Softmax or LogSoftmax.</param>
/// <param name="Logits">Name of the network's value before it, shaped like the output.</param>
/// <param name="Probabilities">Name of the network's value after it: probabilities, or their logarithms for LogSoftmax.</param>
public sealed record FinalActivation(string Operator, string Logits, string Probabilities);

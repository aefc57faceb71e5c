using Salience.Networks;
using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.Decomposition;

/// <summary>Receives every bias term of a backward pass, from the output towards the input, while its gradient is at hand.</summary>
internal interface IBiasTermSink
{
    /// <summary>One bias term. The tensors live only during the call; keep an alias of what is needed longer.</summary>
    /// <param name="node">The operator whose bias it is.</param>
    /// <param name="output">Index of its output.</param>
    /// <param name="gradient">∂f/∂y, shaped like the output.</param>
    /// <param name="bias">b, broadcastable to the output.</param>
    /// <param name="kind">Where the bias comes from.</param>
    void Accept(Node node, int output, Tensor gradient, Tensor bias, BiasKind kind);
}

using Salience.Attribution.Engine;
using Salience.Networks;
using Salience.Operators;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Attribution.Relevance;

/// <summary>One evaluation of a layer, <c>z_j = Σ_i x_i w_ij + b_j</c>, that rules run again with other inputs and parts of the weights.</summary>
internal sealed class LayerCall
{
    private readonly OperatorCall _call;
    private readonly WeightParts _parts;
    private readonly string _name;
    private readonly Operator _operator;
    private readonly int _data;
    private readonly (double Weight, double Bias) _factors;
    private readonly Tensor? _bias;

    /// <summary>Prepares the rules' view of a layer.</summary>
    /// <param name="node">A convolution or a matrix product of which one factor alone is active.</param>
    /// <param name="call">Its evaluation.</param>
    /// <param name="parts">Where parts of its weights are kept.</param>
    /// <param name="biases">What becomes of its bias.</param>
    public LayerCall(Node node, OperatorCall call, WeightParts parts, LrpBiases biases)
    {
        (_name, _call, _parts) = (node.Name, call, parts);
        _data = call.IsActive(0) ? 0 : 1;
        var gemm = node.Operator as Gemm;
        _operator = gemm is null ? node.Operator : new Gemm(1, 1, gemm.TransposeA, gemm.TransposeB);
        _factors = gemm is null ? (1, 1) : (gemm.Alpha, gemm.Beta);
        _bias = call.Inputs.Count > 2 && _factors.Bias != 0 && biases != LrpBiases.Ignored ? call.Inputs[2] : null;
        ReportsBias = _bias is not null && biases == LrpBiases.Inputs;
    }

    /// <summary>x.</summary>
    public Tensor X => _call.Input(_data);

    /// <summary>Whether the bias's share is wanted.</summary>
    public bool ReportsBias { get; }

    /// <summary>Runs the layer on other inputs with a part of its weights.</summary>
    /// <param name="x">In place of the inputs.</param>
    /// <param name="part">In place of the weights, and of the bias.</param>
    /// <param name="withBias">Whether the bias is added.</param>
    public LayerPass Run(Tensor x, WeightPart part, bool withBias)
    {
        var inputs = _call.Inputs.ToArray();
        inputs[_data] = x;
        inputs[1 - _data] = _parts.Of(_name, isBias: false, _call.Input(1 - _data), _factors.Weight, part);
        if (inputs.Length > 2)
            inputs[2] = withBias ? Bias(part) : null;
        return new LayerPass(LocalPass.Run(_operator, inputs, [_data == 0, _data == 1]), _data);
    }

    /// <summary>The bias's share, <c>b_j g_j</c>; <see langword="null"/> where there is none or nobody wants it.</summary>
    /// <param name="part">In place of the bias.</param>
    /// <param name="g">g, shaped like the output.</param>
    public Tensor? BiasShare(WeightPart part, Tensor g)
    {
        if (!ReportsBias)
            return null;
        var bias = Bias(part)!;
        return g * (_operator is Gemm or MatMul ? bias : bias.view([1, -1, .. Enumerable.Repeat(1L, (int)g.dim() - 2)]));
    }

    private Tensor? Bias(WeightPart part) => _bias is null ? null : _parts.Of(_name, isBias: true, _bias, _factors.Bias, part);
}

/// <summary>A layer run on chosen inputs and weights.</summary>
internal sealed class LayerPass(LocalPass pass, int data)
{
    /// <summary>What the layer computed.</summary>
    public Tensor Output => pass.Outputs[0];

    /// <summary><c>Σ_j w_ij g_j</c>; may be asked once.</summary>
    /// <param name="g">g, shaped like the output.</param>
    public Tensor Pull(Tensor g) => pass.Pull(g)[data]!;
}

/// <summary>What a layer passes on.</summary>
/// <param name="Input">To its inputs.</param>
/// <param name="Bias">To its bias, shaped like the output; <see langword="null"/> where there is none or nobody wants it.</param>
internal readonly record struct LayerRelevance(Tensor Input, Tensor? Bias);

using Salience.Onnx.Conversion;
using Salience.Operators;

namespace Salience.Onnx.Converters;

/// <summary>ONNX Attention (23; 24: the number of valid keys is an input) and RotaryEmbedding (23).</summary>
/// <remarks>https://onnx.ai/onnx/operators/onnx__Attention.html, onnx__RotaryEmbedding.html. softmax_precision counts where it is wider than the data.</remarks>
internal static class Attentions
{
    [OnnxOperator("Attention", 23, 24)]
    internal static void Scaled(ConversionContext c)
    {
        var (queryHeads, keyHeads) = (c.Node.GetInt("q_num_heads", 0), c.Node.GetInt("kv_num_heads", 0));
        if (c.RankOf(0) == 3 && (queryHeads < 1 || keyHeads < 1))
            throw c.Node.Fault("has inputs of 3 dimensions, for which q_num_heads and kv_num_heads are needed.");
        var mode = c.Node.GetInt("qk_matmul_output_mode", 0);
        if (mode is < 0 or > 3)
            throw ConversionContext.Unsupported($"qk_matmul_output_mode is {mode}; 0 to 3 are supported");
        c.Emit(new Attention
        {
            QueryHeads = queryHeads,
            KeyHeads = keyHeads,
            IsCausal = c.Node.GetInt("is_causal", 0) != 0,
            Scale = c.Node.HasAttribute("scale") ? c.Node.GetFloat("scale") : null,
            SoftCap = c.Node.GetFloat("softcap", 0),
            Scores = c.Output(3).Length > 0 ? (AttentionScores)mode : AttentionScores.None,
            SoftmaxType = c.Node.HasAttribute("softmax_precision") ? ConversionContext.TypeOf(c.Node.GetInt("softmax_precision")) : null,
        });
    }

    [OnnxOperator("RotaryEmbedding", 23)]
    internal static void Rotary(ConversionContext c)
    {
        var heads = c.Node.GetInt("num_heads", 0);
        if (c.RankOf(0) == 3 && heads < 1)
            throw c.Node.Fault("has an input of 3 dimensions, for which num_heads is needed.");
        c.Emit(new RotaryEmbedding(c.Node.GetInt("interleaved", 0) != 0, heads, c.Node.GetInt("rotary_embedding_dim", 0)));
    }
}

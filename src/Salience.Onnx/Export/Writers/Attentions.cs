using Salience.Operators;

namespace Salience.Onnx.Export.Writers;

/// <summary>Attention, which counts valid keys since opset 24, and RotaryEmbedding.</summary>
internal static class Attentions
{
    private const int ValidKeys = 24;

    [OperatorWriter]
    internal static void Scaled(Attention op, ExportContext c)
    {
        if (c.HasInput(6))
            c.RequireOpset(ValidKeys);
        var attributes = new List<NodeAttribute> { NodeAttribute.Flag("is_causal", op.IsCausal), NodeAttribute.Float("softcap", op.SoftCap) };
        if (op.QueryHeads > 0)
            attributes.Add(NodeAttribute.Int("q_num_heads", op.QueryHeads));
        if (op.KeyHeads > 0)
            attributes.Add(NodeAttribute.Int("kv_num_heads", op.KeyHeads));
        if (op.Scale is { } scale)
            attributes.Add(NodeAttribute.Float("scale", scale));
        if (op.Scores != AttentionScores.None)
            attributes.Add(NodeAttribute.Int("qk_matmul_output_mode", (long)op.Scores));
        if (op.SoftmaxType is { } type)
            attributes.Add(NodeAttribute.Int("softmax_precision", (long)TensorWriter.TypeOf(type)));
        c.Emit("Attention", attributes);
    }

    [OperatorWriter]
    internal static void Rotary(RotaryEmbedding op, ExportContext c) => c.Emit(
        "RotaryEmbedding",
        NodeAttribute.Flag("interleaved", op.Interleaved),
        NodeAttribute.Int("num_heads", op.Heads),
        NodeAttribute.Int("rotary_embedding_dim", op.Rotated));
}

using Salience.Onnx.Conversion;
using Salience.Operators;

namespace Salience.Onnx.Converters;

/// <summary>
/// ONNX BatchNormalization. 1: is_test, spatial, consumed_inputs. 6: no consumed_inputs. 7: no is_test, the number of outputs tells.
/// 9: no spatial. 14: training_mode and three outputs. 15: mixed types.
/// </summary>
/// <remarks>
/// https://onnx.ai/onnx/operators/onnx__BatchNormalization.html. Not supported: statistics per element (spatial = 0), and before version
/// 14 the training mode, whose outputs were never defined exactly.
/// </remarks>
internal static class BatchNormalizations
{
    private const float DefaultEpsilon = 1e-5f;
    private const float DefaultMomentum = 0.9f;

    [OnnxOperator("BatchNormalization", 1, 6, 7, 9)]
    internal static void Evaluation(ConversionContext c)
    {
        if (c.Version == 1)
            c.Node.IgnoreAttribute("consumed_inputs");
        // Whether it trains is told by its outputs as well, and old exporters left is_test at its default of 0.
        if (c.Version < 7)
            c.Node.IgnoreAttribute("is_test");
        c.Node.IgnoreAttribute("momentum");
        if (c.Version < 9 && c.Node.GetInt("spatial", 1) != 1)
            throw ConversionContext.Unsupported("spatial is 0; only statistics per channel are supported");
        for (var i = 1; i < c.OutputCount; i++)
        {
            if (c.Output(i).Length > 0)
                throw ConversionContext.Unsupported("it is in training mode; export the model for inference");
        }

        c.Emit(new BatchNormalization(c.Node.GetFloat("epsilon", DefaultEpsilon)));
    }

    [OnnxOperator("BatchNormalization", 14, 15)]
    internal static void EvaluationOrTraining(ConversionContext c)
    {
        var (epsilon, momentum) = (c.Node.GetFloat("epsilon", DefaultEpsilon), c.Node.GetFloat("momentum", DefaultMomentum));
        c.Emit(c.Node.GetInt("training_mode", 0) == 0 ? new BatchNormalization(epsilon) : new BatchStatisticsNormalization(epsilon, momentum));
    }
}

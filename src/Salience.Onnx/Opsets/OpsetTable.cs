namespace Salience.Onnx.Opsets;

/// <summary>The operators that were added or changed by each version of the standard operator set.</summary>
internal static class OpsetTable
{
    /// <summary>Opset versions in ascending order with the operators whose since-version they are.</summary>
    public static readonly (int Version, string Operators)[] Standard =
    [
        (1, "Abs Add And ArgMax ArgMin AveragePool BatchNormalization Cast Ceil Clip Concat Constant Conv ConvTranspose DepthToSpace Div " +
            "Dropout Elu Equal Exp Flatten Floor GRU Gather Gemm GlobalAveragePool GlobalLpPool GlobalMaxPool Greater HardSigmoid Hardmax " +
            "Identity If InstanceNormalization LRN LSTM LeakyRelu Less Log LogSoftmax Loop LpNormalization LpPool MatMul Max MaxPool " +
            "MaxRoiPool Mean Min Mul Neg Not Or PRelu Pad Pow RNN RandomNormal RandomNormalLike RandomUniform RandomUniformLike Reciprocal " +
            "ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceMax ReduceMean ReduceMin ReduceProd ReduceSum ReduceSumSquare Relu Reshape " +
            "Selu Shape Sigmoid Size Slice Softmax Softplus Softsign SpaceToDepth Split Sqrt Squeeze Sub Sum Tanh Tile TopK Transpose " +
            "Unsqueeze Upsample Xor"),
        (2, "GlobalLpPool LpPool Pad Split"),
        (3, "GRU"),
        (4, "Concat"),
        (5, "Reshape"),
        (6, "Abs Add BatchNormalization Cast Ceil Clip Div Dropout Elu Exp Floor Gemm HardSigmoid InstanceNormalization LeakyRelu Log Max " +
            "Mean Min Mul Neg PRelu Reciprocal Relu Selu Sigmoid Sqrt Sub Sum Tanh Tile"),
        (7, "Acos Add And Asin Atan AveragePool BatchNormalization Cos Div Dropout Equal GRU Gemm Greater LSTM Less Mul Multinomial Or PRelu " +
            "Pow RNN Sin Sub Tan Upsample Xor"),
        (8, "Expand Max MaxPool Mean Min Scan Sum"),
        (9, "Acosh Asinh Atanh BatchNormalization Cast Compress Constant ConstantOfShape Cosh Erf EyeLike Flatten Gemm Greater IsNaN Less " +
            "MatMul MaxUnpool MeanVarianceNormalization NonZero OneHot PRelu Scan Scatter Shrink Sign Sinh TfIdfVectorizer Upsample Where"),
        (10, "AveragePool ConvInteger DequantizeLinear Dropout IsInf MatMulInteger MaxPool Mod NonMaxSuppression QLinearConv QLinearMatMul " +
            "QuantizeLinear Resize ReverseSequence RoiAlign Slice StringNormalizer ThresholdedRelu TopK Upsample"),
        (11, "ArgMax ArgMin AveragePool BitShift Clip Compress Concat ConcatFromSequence Constant Conv ConvTranspose CumSum DepthToSpace Det " +
            "DynamicQuantizeLinear Equal Flatten Gather GatherElements GatherND Gemm Hardmax If LogSoftmax Loop LpPool MaxPool MaxUnpool " +
            "NonMaxSuppression OneHot Pad Range ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceMax ReduceMean ReduceMin ReduceProd " +
            "ReduceSum ReduceSumSquare Resize Round Scan Scatter ScatterElements ScatterND SequenceAt SequenceConstruct SequenceEmpty " +
            "SequenceErase SequenceInsert SequenceLength Slice Softmax Split SplitToSequence Squeeze TopK Unique Unsqueeze"),
        (12, "ArgMax ArgMin Celu Clip Constant Dropout Einsum GatherND GreaterOrEqual LessOrEqual Max MaxPool Min NegativeLogLikelihoodLoss Pow " +
            "ReduceMax ReduceMin SoftmaxCrossEntropyLoss"),
        (13, "Abs Add ArgMax ArgMin Cast Ceil Clip Concat Constant DepthToSpace DequantizeLinear Div Dropout Equal Erf Exp Expand Flatten " +
            "Floor Gather GatherElements GatherND Gemm Greater Hardmax Identity If IsNaN LRN Less Log LogSoftmax Loop MatMul Max Mean " +
            "MeanVarianceNormalization Min Mod Mul Neg NegativeLogLikelihoodLoss NonZero Pad Pow QuantizeLinear Reciprocal ReduceL1 ReduceL2 " +
            "ReduceLogSum ReduceLogSumExp ReduceMax ReduceMean ReduceMin ReduceProd ReduceSum ReduceSumSquare Relu Reshape Resize " +
            "ScatterElements ScatterND Shape Sigmoid Sign Size Slice Softmax SoftmaxCrossEntropyLoss SpaceToDepth Split Sqrt Squeeze Sub Sum " +
            "Tanh Tile Transpose Unsqueeze"),
        (14, "Add BatchNormalization CumSum Div GRU HardSwish Identity LSTM Mul RNN Relu Reshape Sub Trilu"),
        (15, "BatchNormalization Bernoulli CastLike Optional OptionalGetElement OptionalHasElement Pow Shape"),
        (16, "GreaterOrEqual GridSample Identity If LeakyRelu LessOrEqual Loop PRelu RoiAlign Scan ScatterElements ScatterND Where"),
        (17, "BlackmanWindow DFT HammingWindow HannWindow LayerNormalization MelWeightMatrix STFT SequenceMap"),
        (18, "BitwiseAnd BitwiseNot BitwiseOr BitwiseXor CenterCropPad Col2Im GroupNormalization LpPool Mish OptionalGetElement " +
            "OptionalHasElement Pad ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceMax ReduceMean ReduceMin ReduceProd ReduceSumSquare " +
            "Resize ScatterElements ScatterND Split"),
        (19, "AveragePool Cast CastLike Constant DeformConv DequantizeLinear Equal Identity If Loop Pad QuantizeLinear Reshape Resize Scan " +
            "Shape Size"),
        (20, "AffineGrid ConstantOfShape DFT Gelu GridSample ImageDecoder IsInf IsNaN ReduceMax ReduceMin RegexFullMatch StringConcat " +
            "StringSplit"),
        (21, "Cast CastLike Constant ConstantOfShape DequantizeLinear Flatten GroupNormalization Identity If Loop Pad QLinearMatMul " +
            "QuantizeLinear Reshape Scan Shape Size Squeeze Transpose Unsqueeze"),
        (22, "Acos Acosh Asin Asinh Atan Atanh AveragePool Bernoulli Conv ConvTranspose Cos Cosh DeformConv Det Dropout Elu EyeLike GRU " +
            "GlobalAveragePool GlobalLpPool GlobalMaxPool GridSample HardSigmoid HardSwish InstanceNormalization LSTM LpNormalization LpPool " +
            "MaxPool MaxRoiPool MaxUnpool Mish Multinomial NegativeLogLikelihoodLoss RNN RandomNormal RandomNormalLike RandomUniform " +
            "RandomUniformLike RoiAlign Round Selu Sin Sinh Softplus Softsign Tan ThresholdedRelu"),
        (23, "Attention Cast CastLike Constant ConstantOfShape DequantizeLinear Flatten Identity If Loop Pad QuantizeLinear RMSNormalization " +
            "Reshape RotaryEmbedding Scan Shape Size Squeeze Transpose Unsqueeze"),
        (24, "Attention Cast CastLike Constant ConstantOfShape DequantizeLinear Flatten Identity If Loop Pad QuantizeLinear Reshape Scan Shape " +
            "Size SplitToSequence Squeeze Swish TensorScatter TopK Transpose Unsqueeze"),
        (25, "Cast CastLike Constant ConstantOfShape DequantizeLinear Flatten Identity If Loop Pad QuantizeLinear Reshape Scan Shape Size " +
            "Squeeze Transpose Unsqueeze"),
        (26, "BitCast CumProd"),
    ];
}

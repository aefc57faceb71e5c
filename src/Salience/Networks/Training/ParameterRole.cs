namespace Salience.Networks.Training;

/// <summary>What a learnable parameter does in its layer.</summary>
public enum ParameterRole
{
    /// <summary>Multiplies and sums activations: kernels, matrices, embeddings. Weight decay applies to these.</summary>
    Weight,

    /// <summary>Is added: biases of layers, β of normalisations.</summary>
    Bias,

    /// <summary>Scales channels one by one: γ of normalisations, slopes of PRelu.</summary>
    Scale,
}

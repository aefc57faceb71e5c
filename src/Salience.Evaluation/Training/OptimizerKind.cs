namespace Salience.Evaluation.Training;

/// <summary>How parameters follow their gradients.</summary>
public enum OptimizerKind
{
    /// <summary>Stochastic gradient descent, with momentum where it is not 0.</summary>
    Sgd,

    /// <summary>Adam; weight decay is added to the gradient. Source: Kingma and Ba 2015.</summary>
    Adam,

    /// <summary>Adam; weight decay shrinks the weights beside the step. Source: Loshchilov and Hutter 2019.</summary>
    AdamW,
}

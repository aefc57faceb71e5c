namespace Salience.Zoo;

/// <summary>How the biases of convolutions and linear layers begin; shifts of batch normalisations always begin at 0.</summary>
public enum BiasInitialization
{
    /// <summary>As the network's source says, zero where it says nothing.</summary>
    Source,

    /// <summary>Zero.</summary>
    Zero,

    /// <summary>
    /// Normal with mean 0: deviation 0.1 in convolutions, 1 in linear layers. Source: the CIFAR networks of Srinivas and Fleuret 2019
    /// (idiap/fullgrad-saliency, 2019, <c>vgg_cifar.py</c>).
    /// </summary>
    Normal,
}

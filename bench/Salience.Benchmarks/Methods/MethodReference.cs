namespace Salience.Benchmarks.Methods;

/// <summary>The passes that a method cannot do without: what its time is compared with.</summary>
internal enum MethodReference
{
    /// <summary>Forward, nothing recorded.</summary>
    Forward,

    /// <summary>Forward, and the gradient of the largest output at the input.</summary>
    ForwardAndBackward,

    /// <summary>Forward, and the gradient of the largest output at the layer that class activation maps read; nothing recorded below it.</summary>
    ForwardAndBackwardToLayer,
}

using Salience.Networks;
using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.Attribution.Engine;

/// <summary>What a <see cref="ReverseWalk"/> does at every node.</summary>
internal interface IWalkRule
{
    /// <summary>Which values <see cref="Apply"/> reads, so that the others are not kept.</summary>
    /// <param name="node">A node with an active input.</param>
    /// <param name="active">For each input whether it depends on the explained input.</param>
    WalkNeeds Needs(Node node, IReadOnlyList<bool> active);

    /// <summary>Passes what arrives at a node's outputs on to its inputs. Called without autograd, in a dispose scope of its own.</summary>
    /// <param name="node">The node.</param>
    /// <param name="call">Its evaluation; active values that are not needed are stand-ins of the right shape without meaningful elements.</param>
    /// <param name="arriving">What its readers passed on, summed, for each output; <see langword="null"/> where nothing came.</param>
    /// <returns>For each input what goes there, shaped like it; <see langword="null"/> for nothing and for inputs that are not active.</returns>
    IReadOnlyList<Tensor?> Apply(Node node, OperatorCall call, IReadOnlyList<Tensor?> arriving);
}

/// <summary>Values of a node that are kept until the walk has passed it. Values that do not depend on the explained input always are.</summary>
[Flags]
internal enum WalkNeeds
{
    /// <summary>Shapes only.</summary>
    Shapes = 0,

    /// <summary>What the node read.</summary>
    Inputs = 1,

    /// <summary>What the node wrote.</summary>
    Outputs = 2,

    /// <summary>Nothing comes this way: <see cref="IWalkRule.Apply"/> is not called.</summary>
    Nothing = 4,
}

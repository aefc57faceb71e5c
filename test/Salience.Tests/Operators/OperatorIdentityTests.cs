using Salience.Operators;
using static Salience.Tests.Operators.OperatorIdentity;
using static TorchSharp.torch;

namespace Salience.Tests.Operators;

/// <summary>The checker itself: it accepts true biases and rejects wrong ones.</summary>
[NoTensorLeaks]
public class OperatorIdentityTests
{
    [Fact]
    public void A_true_bias_passes()
    {
        using var scope = NewDisposeScope();
        CheckSubsets(new Mul(), [Normal(1, 3, 4), Normal(2, 3, 1)], 0, 1);
    }

    [Fact]
    public void A_bias_that_is_off_by_a_millionth_is_rejected()
    {
        using var scope = NewDisposeScope();
        var x = Normal(1, 3, 4);
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => Check(new WrongSquare(1e-6), [x], [true]));
        Check(new WrongSquare(0), [x], [true]);
    }

    /// <summary><c>z²</c> with a bias that is wrong by a factor.</summary>
    private sealed class WrongSquare(double error) : ElementwiseFunction
    {
        protected override Tensor Apply(Tensor z) => z.square();

        protected override Tensor Offset(Tensor z, Tensor y) => y * -(1 + error);
    }
}

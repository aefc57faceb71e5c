using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Salience.Benchmarks.Training;

/// <summary>The CIFAR ResNet of 16, 32 and 64 channels with shortcuts that have no parameters.</summary>
internal sealed class BareResNet : Module<Tensor, Tensor>
{
    private readonly Sequential _layers;

    public BareResNet(int blocks)
        : base(nameof(BareResNet))
    {
        var layers = new List<Module<Tensor, Tensor>> { Conv2d(3, 16, 3, padding: 1, bias: false), BatchNorm2d(16), ReLU(inplace: true) };
        for (var stage = 0; stage < 3; stage++)
        {
            for (var i = 0; i < blocks; i++)
                layers.Add(new Block(stage > 0 && i == 0 ? 8 << stage : 16 << stage, 16 << stage));
        }

        layers.AddRange([AdaptiveAvgPool2d(1), Flatten(), Linear(64, 10)]);
        _layers = Sequential(layers);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) => _layers.call(input);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _layers.Dispose();
        base.Dispose(disposing);
    }

    private sealed class Block : Module<Tensor, Tensor>
    {
        private readonly Sequential _path;
        private readonly long _added;

        public Block(long from, long to)
            : base(nameof(Block))
        {
            _added = to - from;
            _path = Sequential(
                Conv2d(from, to, 3, stride: from == to ? 1 : 2, padding: 1, bias: false), BatchNorm2d(to), ReLU(inplace: true),
                Conv2d(to, to, 3, padding: 1, bias: false), BatchNorm2d(to));
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            var y = _path.call(input);
            var shortcut = _added == 0 ? input : functional.pad(functional.avg_pool2d(input, 1, 2), [0, 0, 0, 0, 0, _added]);
            return y.add_(shortcut).relu_();
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                _path.Dispose();
            base.Dispose(disposing);
        }
    }
}

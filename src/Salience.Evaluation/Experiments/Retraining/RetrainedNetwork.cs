using Salience.Networks;

namespace Salience.Evaluation.Experiments.Retraining;

/// <summary>A network that an experiment has trained.</summary>
/// <param name="Name">Name of its training.</param>
/// <param name="Network">The network in evaluation mode; it belongs to this object.</param>
/// <param name="TrainingAccuracy">Share of its training pictures of which it names the label that it learned.</param>
internal sealed record RetrainedNetwork(string Name, Network Network, double TrainingAccuracy) : IDisposable
{
    public void Dispose() => Network.Dispose();
}

using Salience.Cli.Terminal;

namespace Salience.Tests.Cli;

/// <summary>Progress in logs and pipes: a line for each input, and for long work one every few seconds.</summary>
public sealed class PlainProgressTests
{
    [Fact]
    public void Long_work_speaks_up_every_five_seconds_and_short_work_not_at_all()
    {
        using var error = new StringWriter();
        var clock = new ManualClock();
        var progress = new PlainProgress(error, 2, clock);
        var call = new CallProgress(progress, 1, 1).Begin("a.png: rise");

        call.Report(0.1);
        clock.Seconds = 6;
        call.Report(0.42);
        clock.Seconds = 8;
        call.Report(0.6);
        progress.Finished("a.png: 5");
        clock.Seconds = 14;
        call.Report(1);

        Assert.Equal(["[0/2] a.png: rise 42 %", "[1/2] a.png: 5"], error.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Calls_share_the_inputs_they_finish()
    {
        var seen = new Recorder();
        var calls = new CallProgress(seen, 2, 4);
        calls.Begin("first").Report(0.5);
        calls.Begin("second").Report(1);

        Assert.Equal([0.25, 1], seen.Within);
    }

    private sealed class ManualClock : TimeProvider
    {
        public long Seconds { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }

    private sealed class Recorder : IRunProgress
    {
        public List<double> Within { get; } = [];

        public void Finished(string line)
        {
        }

        void IRunProgress.Within(double inputs, string what, double share) => Within.Add(inputs);

        public void Say(string line)
        {
        }
    }
}

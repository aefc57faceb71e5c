using System.CommandLine;
using Salience.Cli.Failures;
using Salience.Evaluation.Training;
using static Salience.Cli.Models.OptionFactory;

namespace Salience.Cli.Training;

/// <summary>The options of <c>salience train</c> that become <see cref="TrainingSettings"/>; what is not given is the recipe's.</summary>
internal sealed class TrainerOptions
{
    private readonly Option<int?> _epochs = Whole("--epochs", "N", "How often every picture is seen.", 1);
    private readonly Option<int?> _batch = Whole("--batch", "N", "Pictures in a step.", 1);
    private readonly Option<double?> _rate = Real("--lr", "X", "The largest learning rate.", 0, double.PositiveInfinity);
    private readonly Option<string?> _optimizer = Text("--optimizer", "sgd|adam|adamw", "How weights follow their gradients.");
    private readonly Option<string?> _schedule = Text("--schedule", "constant|cosine|one-cycle", "How the learning rate changes.");
    private readonly Option<double?> _warmUp = Real("--warm-up", "SHARE", "The share of all steps in which the learning rate rises.", 0, 1);
    private readonly Option<double?> _momentum = Real("--momentum", "X", "Momentum of sgd.", 0, 1);
    private readonly Option<double?> _decay = Real("--weight-decay", "X", "Weight decay.", 0, double.PositiveInfinity);
    private readonly Option<double?> _smoothing = Real("--label-smoothing", "X", "The share of the label that goes to all classes.", 0, 1);
    private readonly Option<int?> _crop = Whole("--crop", "PIXELS", "Shift pictures by up to so many pixels at random (padding and random crop); 0 for none.", 0);
    private readonly Option<bool?> _flip = new("--flip") { Description = "Mirror every second picture left to right; '--flip false' for never." };
    private readonly Option<double?> _clip = Real("--clip", "NORM", "The largest norm of all gradients together.", 0, double.PositiveInfinity);

    /// <summary>Adds the options to a command.</summary>
    public TrainerOptions(Command command)
    {
        _optimizer.AcceptOnlyFromAmong("sgd", "adam", "adamw");
        _schedule.AcceptOnlyFromAmong("constant", "cosine", "one-cycle");
        foreach (var option in new Option[] { _epochs, _batch, _rate, _optimizer, _schedule, _warmUp, _momentum, _decay, _smoothing, _crop, _flip, _clip })
            command.Add(option);
    }

    /// <summary>The recipe with what was written in its place.</summary>
    /// <exception cref="UsageException">A value is not possible.</exception>
    public TrainingSettings Apply(ParseResult result, TrainingSettings recipe)
    {
        try
        {
            return recipe with
            {
                Epochs = result.GetValue(_epochs) ?? recipe.Epochs,
                BatchSize = result.GetValue(_batch) ?? recipe.BatchSize,
                LearningRate = result.GetValue(_rate) ?? recipe.LearningRate,
                Optimizer = result.GetValue(_optimizer) switch
                {
                    "sgd" => OptimizerKind.Sgd,
                    "adam" => OptimizerKind.Adam,
                    "adamw" => OptimizerKind.AdamW,
                    _ => recipe.Optimizer,
                },
                Schedule = Schedule(recipe.Schedule, result.GetValue(_schedule), result.GetValue(_warmUp)),
                Momentum = result.GetValue(_momentum) ?? recipe.Momentum,
                WeightDecay = result.GetValue(_decay) ?? recipe.WeightDecay,
                LabelSmoothing = result.GetValue(_smoothing) ?? recipe.LabelSmoothing,
                CropPadding = result.GetValue(_crop) ?? recipe.CropPadding,
                Flip = result.GetValue(_flip) ?? recipe.Flip,
                ClipNorm = result.GetValue(_clip) ?? recipe.ClipNorm,
            };
        }
        catch (ArgumentException failure)
        {
            throw new UsageException(KnownFailure.Describe(failure));
        }
    }

    private static LearningRateSchedule Schedule(LearningRateSchedule recipe, string? name, double? warmUp)
    {
        var wanted = name switch
        {
            "constant" => ScheduleShape.Constant,
            "cosine" => ScheduleShape.Cosine,
            "one-cycle" => ScheduleShape.OneCycle,
            _ => recipe.Shape,
        };
        var schedule = wanted == recipe.Shape ? recipe : wanted switch
        {
            ScheduleShape.Constant => LearningRateSchedule.Constant(),
            ScheduleShape.Cosine => LearningRateSchedule.Cosine(),
            _ => LearningRateSchedule.OneCycle(),
        };
        return warmUp is { } share ? schedule with { WarmUp = share } : schedule;
    }
}

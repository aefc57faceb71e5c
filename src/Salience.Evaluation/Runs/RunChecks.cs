using Salience.Evaluation.Experiments;
using Salience.Evaluation.Maps;
using Salience.Evaluation.Subjects;

namespace Salience.Evaluation.Runs;

/// <summary>What must hold before anything is measured.</summary>
internal static class RunChecks
{
    /// <summary>Checks that a subject and methods fit an experiment.</summary>
    /// <exception cref="ArgumentException">They do not; the message says why.</exception>
    public static void Require(Experiment experiment, EvaluationSubject subject, IReadOnlyList<MapSource> methods)
    {
        var (name, needs) = (experiment.Description.Name, experiment.Description.Needs);
        if (needs.HasFlag(ExperimentNeeds.Model) && !subject.HasModel)
            throw new ArgumentException($"The experiment {name} needs a network; give one.", nameof(subject));
        if (needs.HasFlag(ExperimentNeeds.Images) && !subject.HasData)
            throw new ArgumentException($"The experiment {name} needs labelled pictures; give a data set.", nameof(subject));
        if (needs.HasFlag(ExperimentNeeds.Masks) && subject.Data.MaskOf is null)
            throw new ArgumentException($"The experiment {name} needs the masks of what pictures show, which {subject.Data.Images.Name} has not; use glyphs.", nameof(subject));
        if (needs.HasFlag(ExperimentNeeds.Training) && subject.Data.Training is null)
            throw new ArgumentException($"The experiment {name} trains networks and needs pictures for it, which {subject.Data.Images.Name} has not; use mnist, cifar10, cifar100, glyphs, or a folder with the folders train and test.", nameof(subject));
        if (experiment.Refuses(subject) is { } reason)
            throw new ArgumentException($"The experiment {name} cannot be done so: {reason}", nameof(subject));
        if (methods.FirstOrDefault(m => m.Refuses is not null) is { } unfit)
            throw new ArgumentException($"{unfit.Name} does not apply to this network: {unfit.Refuses}", nameof(methods));
        if (methods.GroupBy(m => m.Name).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new ArgumentException($"The method {twice.Key} is given twice; leave one out.", nameof(methods));
    }
}

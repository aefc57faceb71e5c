using System.Text.Json.Nodes;
using Salience.Evaluation.Budgets;
using Salience.Evaluation.Runs;
using Salience.Evaluation.Subjects;
using Salience.Tests.Evaluation.Runs;

namespace Salience.Tests.Evaluation.Budgets;

public sealed class BudgetPlanTests
{
    [Fact]
    public void What_one_does_not_need_goes_to_the_others_and_what_is_cut_is_said()
    {
        ExperimentCost[] costs = [new("dear", [new("p", 1000, 1)]), new("cheap", [new("p", 50, 0.1)]), new("hopeless", [new("p", 1000, 100)])];
        var plan = BudgetPlan.Of(TimeSpan.FromSeconds(200), costs);

        Assert.Equal(["dear", "cheap", "hopeless"], plan.Shares.Select(s => s.Name));
        Assert.Equal((50, (string?)null), (plan.Shares[1].Limit, plan.Shares[1].Cut));
        // 170 s after the reserve; 5 for the cheap one, the rest for the dear one.
        Assert.Equal((165, "165 of 1000 items in each part"), (plan.Shares[0].Limit, plan.Shares[0].Cut));
        Assert.Equal(0, plan.Shares[2].Limit);
        // 5 + 0.5 + 500 s and the reserve are just below ten minutes.
        Assert.Equal("left out: 5 items in each part would take 500 s; --budget 10m has room for them", plan.Shares[2].Cut);
        Assert.True(plan.Shares.Sum(s => s.ExpectedSeconds) <= 170);
    }

    [Fact]
    public void As_many_experiments_as_fit_take_part()
    {
        // An equal share of the 100 s is 20 s, which none of the last three could begin with.
        ExperimentCost[] costs = [new("a", [new("p", 20, 0.1)]), new("b", [new("p", 500, 5)]), new("c", [new("p", 500, 8)]), new("d", [new("p", 3, 9)]), new("e", [new("p", 500, 20)])];
        var plan = BudgetPlan.Of(TimeSpan.FromSeconds(100.001 / 0.85), costs);

        Assert.Equal([20, 5, 5, 3, 0], plan.Shares.Select(s => s.Limit));
        Assert.All(plan.Shares.Take(4), s => Assert.DoesNotContain("left out", s.Cut ?? string.Empty, StringComparison.Ordinal));
        Assert.StartsWith("left out: 5 items in each part would take 100 s; --budget 4m", plan.Shares[4].Cut, StringComparison.Ordinal);
        Assert.True(plan.Shares.Sum(s => s.ExpectedSeconds) <= 100.001);
    }

    [Fact]
    public void A_named_budget_has_room_for_what_was_left_out()
    {
        ExperimentCost[] costs = [new("a", [new("p", 500, 1)]), new("b", [new("p", 500, 30)])];
        Assert.Contains("--budget 4m", BudgetPlan.Of(TimeSpan.FromMinutes(1), costs).Shares[1].Cut, StringComparison.Ordinal);
        Assert.True(BudgetPlan.Of(TimeSpan.FromMinutes(4), costs).Shares[1].Limit >= BudgetPlan.FewestItems);
    }

    [Fact]
    public void Parts_with_few_items_cost_no_more_than_these()
    {
        var cost = new ExperimentCost("two", [new("small", 10, 1), new("large", 100, 1)]);
        Assert.Equal((100, 10 + 30, 8 + 8), (cost.Available, cost.Seconds(30), cost.Seconds(8)));
        Assert.Equal(30, BudgetPlan.Of(TimeSpan.FromSeconds(40.5 / 0.85), [cost]).Shares[0].Limit);
    }

    [Fact]
    public void Probing_measures_every_part_with_every_method()
    {
        var (cells, subject) = (new List<string>(), new EvaluationSubject(null, null));
        using var folder = new TemporaryFolder();
        using var run = new ToyExperiment().Open(folder.Path);
        var cost = ExperimentCost.Measure(
            new ToyExperiment(c => cells.Add($"{c.Part.Name} {c.Chunk.Count}")), subject, [Salience.Evaluation.Maps.MapSources.Create("scattered", null!)], new RunSettings(20), TimeSpan.FromMinutes(1));
        Assert.Equal(["first 1", "second 1", "first 2", "second 2"], cells);
        Assert.Equal(["first", "second"], cost.Parts.Select(p => p.Name));
        Assert.All(cost.Parts, p => Assert.Equal(20, p.Available));
        Assert.All(cost.Parts, p => Assert.True(p.SecondsPerItem > 0));
    }

    [Fact]
    public void A_plan_is_read_back_as_it_was_written_and_for_the_same_request_only()
    {
        using var folder = new TemporaryFolder();
        var plan = BudgetPlan.Of(TimeSpan.FromSeconds(100), [new ExperimentCost("a", [new("p", 500, 1)])]);
        BudgetFile.Write(folder.File("plan.json"), new JsonObject { ["seed"] = 1 }, plan);

        Assert.Equal(plan.Shares, BudgetFile.Read(folder.File("plan.json"), new JsonObject { ["seed"] = 1 })!.Shares);
        Assert.Contains("seed (1 there, 2 here)", Assert.Throws<InvalidDataException>(() => BudgetFile.Read(folder.File("plan.json"), new JsonObject { ["seed"] = 2 })).Message);
        Assert.Null(BudgetFile.Read(folder.File("absent.json"), []));
        File.WriteAllText(folder.File("plan.json"), "{");
        Assert.Contains("damaged", Assert.Throws<InvalidDataException>(() => BudgetFile.Read(folder.File("plan.json"), [])).Message);
    }
}

using Salience.Attribution;
using Salience.Operators;
using Salience.Tests.Decomposition;
using static TorchSharp.torch;

namespace Salience.Tests.Attribution;

[NoTensorLeaks]
public class MethodTextTests
{
    public static TheoryData<string> Names => [.. AttributionMethods.All.Select(m => m.Description.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Settings_written_as_text_are_read_back(string name)
    {
        using var scope = NewDisposeScope();
        using var network = SmallNetworks.Convolutional(1, () => new Relu());
        using var method = AttributionMethods.Create(name, network);
        var text = string.Join(',', method.Settings.Select(s => $"{s.Key}={s.Value}"));
        using var again = AttributionMethods.Create(text.Length > 0 ? $"{name}:{text}" : name, network);

        Assert.Equal(method.Settings, again.Settings);
        Assert.Subset(AttributionMethods.Find(name)!.Keys.ToHashSet(), method.Settings.Keys.ToHashSet());
    }

    [Theory]
    [InlineData("integrated-gradient", "There is no method 'integrated-gradient'")]
    [InlineData("saliency:steps=3", "saliency has no setting 'steps'; its settings are signed, map")]
    [InlineData("smoothgrad:samples", "'samples' is no setting; write smoothgrad:key=value")]
    [InlineData("smoothgrad:samples=5,samples=6", "'samples' is given twice")]
    [InlineData("smoothgrad:samples=five", "samples=five is no whole number")]
    [InlineData("smoothgrad:noise=lots", "noise=lots is no number")]
    [InlineData("saliency:signed=perhaps", "signed=perhaps is neither true nor false")]
    [InlineData("integrated-gradients:rule=simpson", "use gauss-legendre, midpoint, left, right, trapezoid")]
    [InlineData("integrated-gradients:baseline=blur:0", "baseline=blur:0 is not possible")]
    public void A_mistake_is_named_with_what_is_possible(string text, string message)
    {
        using var scope = NewDisposeScope();
        using var network = SmallNetworks.Convolutional(1, () => new Relu());
        var failure = Assert.Throws<ArgumentException>(() => AttributionMethods.Create(text, network));

        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_setting_says_what_can_be_written()
    {
        var settings = AttributionMethods.All.SelectMany(m => m.Settings).ToList();

        // A type with a parser of its own lists what that reads in a static property named Forms.
        Assert.All(settings, s => Assert.True(s.Forms.Count > 0 || s.Kind is SettingKind.WholeNumber or SettingKind.Number or SettingKind.Text, s.Name));
        Assert.All(settings.Where(s => s.Kind is SettingKind.Choice or SettingKind.TrueOrFalse && s.Default is not null), s => Assert.Contains(s.Default, s.Forms));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Defaults_are_the_settings_of_a_method_as_it_comes(string name)
    {
        using var scope = NewDisposeScope();
        using var network = SmallNetworks.Convolutional(1, () => new Relu());
        using var method = AttributionMethods.Create(name, network);

        Assert.Equal(method.Settings, AttributionMethods.Find(name)!.Defaults);
        Assert.Equal(AttributionMethods.Find(name)!.Keys, AttributionMethods.Find(name)!.Settings.Select(s => s.Name));
    }

    [Fact]
    public void Names_are_unique_and_every_description_is_complete()
    {
        Assert.Distinct(AttributionMethods.All.Select(m => m.Description.Name));
        Assert.All(AttributionMethods.All.Select(m => m.Description), d =>
            Assert.All(new[] { d.Name, d.Summary, d.Formula, d.Source, d.Cost, d.Support }, text => Assert.False(string.IsNullOrWhiteSpace(text))));
    }
}

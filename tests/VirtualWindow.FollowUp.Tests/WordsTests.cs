using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using VirtualWindow.FollowUp.Tests.Papers;
using VirtualWindow.Testing;

namespace VirtualWindow.FollowUp.Tests;

/// <summary>What the pipeline's page shows has words in both languages: a kind, a step or a reason without them would be shown as its code.</summary>
public sealed class WordsTests : PaperSpecification
{
    [Theory]
    [InlineData("zh-CN")]
    [InlineData("en")]
    public async Task Every_kind_step_and_reason_has_words(string language)
    {
        await using var file = File.OpenRead(RepositoryRoot.File("web-client", "src", "i18n", $"pipeline.{language}.json"));
        var words = (await JsonSerializer.DeserializeAsync<Dictionary<string, string>>(file, cancellationToken: Ct))!.Keys;
        var steps = Process.GetServices<IFollowUpStep>().ToList();
        var reasons = typeof(StepReasons).GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!).ToList();

        Assert.NotEmpty(reasons);
        Assert.Empty(steps.Select(step => $"kind.{step.Kind}").Concat(steps.Select(step => $"step.{step.Name}")).Concat(reasons.Select(reason => $"note.{reason}")).Except(words));
    }

    protected override Task<Action<IServiceCollection>> DatabaseAsync() => SqliteDatabases.FreshAsync();
}

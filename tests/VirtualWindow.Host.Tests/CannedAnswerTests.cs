using System.Net;
using System.Net.Http.Json;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Desk;
using VirtualWindow.Testing.HubClients;
using static VirtualWindow.Host.Tests.RunningHost;

namespace VirtualWindow.Host.Tests;

/// <summary>常用语: only an administrator writes them, one key inserts one answer, and nobody overwrites what they have not seen.</summary>
public sealed class CannedAnswerTests(RunningHost host)
{
    [Fact]
    public async Task An_answer_is_added_changed_and_taken_away()
    {
        using var admin = await host.SignedInAsync("admin");
        var added = await PostAsync(admin, "", new(null, "补交复印件", "请补交复印件。", null));
        var one = (await added.Content.ReadFromJsonAsync<CannedAnswerList>(WindowConnection.Json))!.Answers.Single(answer => answer.Title == "补交复印件");

        var changed = await PostAsync(admin, $"/{one.Id}", new(null, "补交复印件", "请补交加盖公章的复印件。", one.Version));
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await PostAsync(admin, $"/{one.Id}", new(null, "旧页面", "旧", one.Version))).StatusCode);
        var left = await admin.DeleteAsync(Path($"/api/admin/canned-answers/{one.Id}"));
        Assert.DoesNotContain((await left.Content.ReadFromJsonAsync<CannedAnswerList>(WindowConnection.Json))!.Answers, answer => answer.Id == one.Id);
        Assert.Equal(HttpStatusCode.NotFound, (await admin.DeleteAsync(Path($"/api/admin/canned-answers/{one.Id}"))).StatusCode);
    }

    [Fact]
    public async Task A_key_inserts_one_answer_and_what_is_no_answer_is_refused()
    {
        using var admin = await host.SignedInAsync("admin");
        var taken = await PostAsync(admin, "", new(1, "第二个一", "同一个键", null));
        Assert.Contains("快捷键", (await taken.Content.ReadFromJsonAsync<Refusal>(WindowConnection.Json))!.Message, StringComparison.Ordinal);
        foreach (var bad in new CannedAnswerRequest[] { new(0, "零", "文", null), new(10, "十", "文", null), new(null, " ", "文", null), new(null, "题", "", null), new(null, "题", new('长', 501), null) })
            Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(admin, "", bad)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(admin, "/nobody", new(null, "题", "文", 0))).StatusCode);
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData("gushi01", HttpStatusCode.Forbidden)]
    [InlineData("lead01", HttpStatusCode.Forbidden)]
    public async Task Nobody_else_touches_them(string? who, HttpStatusCode answer)
    {
        using var client = who is null ? host.CreateClient() : await host.SignedInAsync(who);
        Assert.Equal(answer, (await client.GetAsync(Path("/api/admin/canned-answers"))).StatusCode);
        Assert.Equal(answer, (await PostAsync(client, "", new(null, "题", "文", null))).StatusCode);
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, string under, CannedAnswerRequest request) =>
        client.PostAsJsonAsync(Path($"/api/admin/canned-answers{under}"), request, WindowConnection.Json);
}

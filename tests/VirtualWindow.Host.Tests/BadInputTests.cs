using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using VirtualWindow.Contracts;
using static VirtualWindow.Host.Tests.RunningHost;

namespace VirtualWindow.Host.Tests;

/// <summary>
/// Bad input over every REST endpoint, made from the OpenAPI document, so that a new endpoint is tested the day it appears: whatever is
/// missing, of the wrong type or too large is answered with a refusal that a person can read, and the program stays up.
/// </summary>
public sealed class BadInputTests(RunningHost host)
{
    private static readonly HashSet<string> Codes =
        [.. typeof(RefusalCodes).GetFields().Where(constant => constant.IsLiteral).Select(constant => (string)constant.GetRawConstantValue()!)];

    private static readonly HashSet<string> MethodsWithBody = ["POST", "PUT", "PATCH"];

    private sealed record BadRequest(string Method, string Path, string What, HttpContent? Content);

    [Fact]
    public async Task Bad_bodies_are_refused_by_every_endpoint_that_takes_one()
    {
        using var client = await host.SignedInAsync("admin");
        var requests = (await OperationsAsync(client)).Where(operation => operation.Body is not null).SelectMany(BadBodies).ToList();

        var answers = await SendAllAsync(client, requests);

        Assert.True(requests.Count >= 10, $"Only {requests.Count} bad bodies were found in the OpenAPI document.");
        Assert.Empty(answers.Where(answer => !answer.IsRefusal).Select(answer => answer.Said));
        Assert.Equal("Healthy", await client.GetStringAsync(Path("/healthz/ready")));
    }

    [Fact]
    public async Task Bad_paths_are_never_our_fault()
    {
        using var client = await host.SignedInAsync("admin");
        var requests = (await OperationsAsync(client)).Where(operation => operation.Path.Contains('{', StringComparison.Ordinal) && operation.Method != "OPTIONS").SelectMany(BadPaths).ToList();

        var answers = await SendAllAsync(client, requests);

        Assert.NotEmpty(requests);
        Assert.Empty(answers.Where(answer => !answer.IsRefusal).Select(answer => answer.Said));
    }

    [Theory]
    [InlineData("PUT", "/api/staff/sign-in")]
    [InlineData("DELETE", "/api/catalogue")]
    [InlineData("GET", "/api/staff/sign-in")]
    [InlineData("POST", "/api/unknown")]
    public async Task A_wrong_method_or_path_is_refused_in_words(string method, string path)
    {
        using var client = host.CreateClient();
        using var request = new HttpRequestMessage(new HttpMethod(method), Path(path));
        using var answer = await client.SendAsync(request);

        Assert.InRange((int)answer.StatusCode, 400, 499);
        Assert.Contains((await RefusalOf(answer)).Code, Codes);
    }

    private sealed record Operation(string Method, string Path, JsonObject? Body);

    private static async Task<List<Operation>> OperationsAsync(HttpClient client)
    {
        var document = JsonNode.Parse(await client.GetStringAsync(Path("/openapi/v1.json")))!.AsObject();
        return [.. from path in document["paths"]!.AsObject()
                   from operation in path.Value!.AsObject()
                   select new Operation(operation.Key.ToUpperInvariant(), path.Key, BodySchema(document, operation.Value!))];
    }

    private static JsonObject? BodySchema(JsonObject document, JsonNode operation)
    {
        var schema = operation["requestBody"]?["content"]?["application/json"]?["schema"]?.AsObject();
        return schema?["$ref"] is { } reference
            ? document["components"]!["schemas"]![reference.GetValue<string>().Split('/')[^1]]!.AsObject()
            : schema;
    }

    private static IEnumerable<BadRequest> BadBodies(Operation operation)
    {
        BadRequest Bad(string what, string body, string type = "application/json") =>
            new(operation.Method, Fill(operation.Path, "x"), what, new StringContent(body, Encoding.UTF8, type));

        foreach (var body in new[] { "", "{}", "[]", "null", "\"text\"", "42", "{\"a\":", "{\"a\":" + new string('[', 500) })
            yield return Bad($"body {body[..Math.Min(12, body.Length)]}", body);
        yield return Bad("form instead of JSON", "userName=x&password=y", "application/x-www-form-urlencoded");
        yield return Bad("200 KiB", new JsonObject { ["x"] = new string('长', 70_000) }.ToJsonString());
        var valid = Valid(operation.Body!);
        foreach (var name in valid.Select(member => member.Key).ToList())
        {
            yield return Bad($"without {name}", With(valid, name, null, remove: true));
            yield return Bad($"{name} is null", With(valid, name, null));
            yield return Bad($"{name} is an object", With(valid, name, new JsonObject { ["a"] = 1 }));
            yield return Bad($"{name} is a number", With(valid, name, 1234567890123456789L));
            yield return Bad($"{name} is 100,000 characters", With(valid, name, new string('x', 100_000)));
        }
    }

    /// <summary>What a path may carry and no endpoint knows; a zero byte or an endless line is refused by the web server itself.</summary>
    private static IEnumerable<BadRequest> BadPaths(Operation operation)
    {
        foreach (var value in new[] { "x", "%E4%BD%A0%E5%A5%BD", "..%2F..%2Fetc%2Fpasswd", "%27%20OR%201=1--", new string('a', 1500), "-1", "null" })
            yield return new BadRequest(operation.Method, Fill(operation.Path, value), $"path value {value[..Math.Min(20, value.Length)]}",
                MethodsWithBody.Contains(operation.Method) ? new StringContent("{}", Encoding.UTF8, "application/json") : null);
    }

    /// <summary>A body with a harmless text for every member of the schema.</summary>
    private static JsonObject Valid(JsonObject schema) =>
        new((schema["properties"]?.AsObject() ?? []).Select(member => KeyValuePair.Create(member.Key, (JsonNode?)JsonValue.Create("x"))));

    private static string With(JsonObject valid, string name, JsonNode? value, bool remove = false)
    {
        var changed = valid.DeepClone().AsObject();
        if (remove) changed.Remove(name);
        else changed[name] = value;
        return changed.ToJsonString();
    }

    private static string Fill(string path, string value) => System.Text.RegularExpressions.Regex.Replace(path, @"\{[^}]+\}", value);

    private sealed record Answered(bool IsRefusal, string Said);

    private static async Task<List<Answered>> SendAllAsync(HttpClient client, IEnumerable<BadRequest> requests)
    {
        var answers = new List<Answered>();
        foreach (var request in requests)
        {
            using var message = new HttpRequestMessage(new HttpMethod(request.Method), Path(request.Path)) { Content = request.Content };
            // Who is refused before the body is read loses the line afterwards: the next question must not go over it.
            message.Headers.ConnectionClose = true;
            using var answer = await client.SendAsync(message);
            var text = await answer.Content.ReadAsStringAsync();
            answers.Add(new Answered(IsRefusal(answer.StatusCode, text), $"{request.Method} {request.Path[..Math.Min(60, request.Path.Length)]}, {request.What}: {(int)answer.StatusCode} {text}"));
        }
        return answers;
    }

    private static bool IsRefusal(HttpStatusCode status, string text)
    {
        if ((int)status is < 400 or >= 500 || text.Length == 0) return false;
        var refusal = JsonSerializer.Deserialize<Refusal>(text, Json);
        return refusal is not null && Codes.Contains(refusal.Code) && refusal.Message.EndsWith('。') && refusal.MessageEn.EndsWith('.');
    }
}

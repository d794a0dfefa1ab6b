using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Client;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Applicant;
using VirtualWindow.Contracts.Desk;
using VirtualWindow.Contracts.Wall;

namespace VirtualWindow.Signaling.Tests;

/// <summary>Every method of every hub, found by reflection: whatever is sent, a refusal with a sentence comes back and the connection stays up.</summary>
public sealed class BadInputTests
{
    private static readonly string[] Refused = [RefusalCodes.BadInput];

    [Theory]
    [InlineData("applicant", typeof(IApplicantHub))]
    [InlineData("desk", typeof(IDeskHub))]
    [InlineData("wall", typeof(IWallHub))]
    public async Task Every_method_refuses_bad_input_with_a_sentence(string hub, Type contract)
    {
        await using var host = await SignalingHost.StartAsync(new() { ["Signaling:RequestBurst"] = "100000" });
        var connection = await ConnectAsync(host, hub);
        foreach (var method in MethodsOf(contract))
        {
            if (method.GetParameters() is [{ ParameterType: var request }]) await TryRequestAsync(connection, method.Name, request);
            else await ExpectAsync(connection, method.Name, Refused, "superfluous argument", new { });
        }
        await ExpectAsync(connection, "NoSuchMethod", [RefusalCodes.NotFound], "unknown method", new { });

        var snapshot = await connection.InvokeAsync<JsonElement>("Snapshot");
        Assert.Equal(JsonValueKind.Null, snapshot.GetProperty("refusal").ValueKind);
    }

    [Theory]
    [InlineData("applicant", typeof(IApplicantHub))]
    [InlineData("desk", typeof(IDeskHub))]
    [InlineData("wall", typeof(IWallHub))]
    public async Task Nobody_touches_a_session_or_an_offer_of_somebody_else(string hub, Type contract)
    {
        await using var host = await SignalingHost.StartAsync();
        var desk = await host.ReadyDeskAsync();
        var (_, sessionId) = await Sittings.BeginAsync(host, desk);
        var waiting = await host.ReadyDeskAsync("gushi02");
        await host.WaitingAsync();
        var offerId = (await waiting.OfferAsync()).OfferId;
        var stranger = await ConnectAsync(host, hub);
        foreach (var method in MethodsOf(contract).Where(method => method.Name != nameof(IWallHub.EnterSession)))
        {
            if (method.GetParameters() is not [{ ParameterType: var request }]) continue;
            var valid = Valid(request);
            if (!valid.ContainsKey("sessionId") && !valid.ContainsKey("offerId")) continue;
            if (valid.ContainsKey("sessionId")) valid["sessionId"] = sessionId;
            if (valid.ContainsKey("offerId")) valid["offerId"] = offerId;
            await ExpectAsync(stranger, method.Name, [RefusalCodes.NotYours, RefusalCodes.NoTicket], "somebody else's", valid);
        }
        Assert.Equal(sessionId, (await desk.InSessionAsync()).SessionId);
        Assert.Equal(Presence.Offered, (await waiting.Snapshot()).Value!.Desk.Presence);
    }

    private static IEnumerable<MethodInfo> MethodsOf(Type contract) =>
        contract.GetMethods().Concat(contract.GetInterfaces().SelectMany(shared => shared.GetMethods()));

    private static async Task TryRequestAsync(HubConnection connection, string method, Type request)
    {
        await ExpectAsync(connection, method, Refused, "no argument");
        await ExpectAsync(connection, method, Refused, "null", [null]);
        await ExpectAsync(connection, method, Refused, "a text", "text");
        await ExpectAsync(connection, method, Refused, "a number", 5);
        await ExpectAsync(connection, method, Refused, "an array", new List<int> { 1 });
        await ExpectAsync(connection, method, Refused, "two arguments", Valid(request), 1);
        await ExpectAsync(connection, method, Refused, "an empty object", new { });
        await ExpectAsync(connection, method, [RefusalCodes.TooLarge], "a message above the limit", With(request, "padding", new string('x', 140_000)));
        foreach (var property in request.GetProperties()) await TryPropertyAsync(connection, method, request, property);
    }

    private static async Task TryPropertyAsync(HubConnection connection, string method, Type request, PropertyInfo property)
    {
        var name = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
        await ExpectAsync(connection, method, Refused, $"{name} an object", With(request, name, new { }));
        var nullable = new NullabilityInfoContext().Create(property).ReadState == NullabilityState.Nullable;
        if (!nullable)
        {
            await ExpectAsync(connection, method, Refused, $"{name} missing", Without(request, name));
            await ExpectAsync(connection, method, Refused, $"{name} null", With(request, name, null));
        }
        if (property.PropertyType == typeof(string))
            await ExpectAsync(connection, method, [RefusalCodes.TooLarge, RefusalCodes.BadInput], $"{name} oversized", With(request, name, new string('v', 70_000)));
        if (property.PropertyType is { IsGenericType: true } list && list.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
            await ExpectAsync(connection, method, Refused, $"{name} with a null inside", With(request, name, new object?[] { null }));
        if (property.PropertyType.IsEnum)
            await ExpectAsync(connection, method, Refused, $"{name} an unknown word", With(request, name, "nonsense"));
    }

    private static async Task ExpectAsync(HubConnection connection, string method, string[] codes, string what, params object?[] arguments)
    {
        JsonElement reply;
        try
        {
            reply = await connection.InvokeCoreAsync<JsonElement>(method, arguments);
        }
        catch (Exception failure)
        {
            Assert.Fail($"{method} with {what} failed opaquely: {failure.Message}");
            return;
        }
        var refusal = reply.GetProperty("refusal");
        Assert.True(refusal.ValueKind == JsonValueKind.Object, $"{method} with {what} was not refused");
        Assert.True(codes.Contains(refusal.GetProperty("code").GetString()), $"{method} with {what}: {refusal}");
        Assert.NotEmpty(refusal.GetProperty("message").GetString()!);
        Assert.NotEmpty(refusal.GetProperty("messageEn").GetString()!);
    }

    private static async Task<HubConnection> ConnectAsync(SignalingHost host, string hub) => hub switch
    {
        "applicant" => (await host.ApplicantAsync()).Connection,
        "desk" => (await host.DeskAsync("stranger01")).Connection,
        _ => (await host.WallAsync()).Connection,
    };

    private static Dictionary<string, object?> With(Type request, string name, object? value) => new(Valid(request)) { [name] = value };

    private static Dictionary<string, object?> Without(Type request, string name)
    {
        var valid = Valid(request);
        valid.Remove(name);
        return valid;
    }

    private static Dictionary<string, object?> Valid(Type request) => request.GetProperties().ToDictionary(
        property => JsonNamingPolicy.CamelCase.ConvertName(property.Name), ValidValue);

    private static object? ValidValue(PropertyInfo property) => property switch
    {
        { Name: "Sdp" } => Requests.Sdp,
        { Name: "ItemCode" } => "GA-01",
        { Name: "RegionCode" } => "411525",
        { Name: "Language" } => "zh-CN",
        { Name: "Presence" } => "ready",
        { Name: "Level" } => 3,
        { PropertyType: var type } when new NullabilityInfoContext().Create(property).ReadState == NullabilityState.Nullable && type != typeof(int) => null,
        { PropertyType: var type } when type == typeof(string) => Guid.NewGuid().ToString("N"),
        { PropertyType: var type } when type == typeof(IReadOnlyList<string>) => new[] { Guid.NewGuid().ToString("N") },
        { PropertyType: var type } when type == typeof(bool) => true,
        { PropertyType: var type } when type == typeof(int) || type == typeof(long) => 1,
        { PropertyType: var type } when type == typeof(double) => 0.5,
        { PropertyType: { IsGenericType: true } type } when type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) =>
            Enumerable.Range(0, 10).Select(_ => Valid(type.GetGenericArguments()[0])).ToArray(),
        { PropertyType.IsEnum: true } => JsonNamingPolicy.CamelCase.ConvertName(Enum.GetNames(property.PropertyType)[0]),
        _ => throw new NotSupportedException($"No valid sample for {property.DeclaringType!.Name}.{property.Name}."),
    };
}

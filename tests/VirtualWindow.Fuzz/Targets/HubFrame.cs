using System.Text;
using System.Text.Json.Nodes;
using VirtualWindow.Contracts.Applicant;
using VirtualWindow.Fuzz.Engine;

namespace VirtualWindow.Fuzz.Targets;

/// <summary>A SignalR message in JSON (HubProtocol.md of dotnet/aspnetcore) that stays JSON: values of the wrong type, size, number or place.</summary>
internal static class HubFrame
{
    /// <summary>What the hub offers, and what only looks like it.</summary>
    private static readonly string[] Methods = [.. typeof(IApplicantHub).GetMethods().Select(method => method.Name), "snapshot", "OnDisconnectedAsync", "Dispose", "ToString", ""];

    /// <summary>One to three changes to the arguments, sometimes to the message itself.</summary>
    public static byte[] Change(byte[] frame, Mutator mutator)
    {
        var message = JsonNode.Parse(frame)!.AsObject();
        if (mutator.OneIn(3)) message["target"] = mutator.Pick(Methods);
        for (var left = 1 + mutator.Below(3); left > 0; left--)
            if (mutator.OneIn(4) || message["arguments"] is not JsonArray arguments) ChangeMember(message, mutator);
            else ChangeIn(arguments, mutator);
        return Encoding.UTF8.GetBytes(message.ToJsonString());
    }

    private static void ChangeIn(JsonArray values, Mutator mutator)
    {
        if (values.Count == 0 || mutator.OneIn(4))
        {
            values.Add(Value(mutator));
            return;
        }

        var at = mutator.Below(values.Count);
        if (values[at] is JsonObject inner && !mutator.OneIn(4)) ChangeMember(inner, mutator);
        else values[at] = Value(mutator);
    }

    private static void ChangeMember(JsonObject within, Mutator mutator)
    {
        if (within.Count == 0) return;
        var name = mutator.Pick([.. within.Select(member => member.Key)]);
        // A message of another type is another message: mostly left alone.
        if (name == "type" && !mutator.OneIn(5)) return;
        if (mutator.OneIn(5)) within.Remove(name);
        else if (mutator.OneIn(5)) within[name + "X"] = Value(mutator);
        else within[name] = Value(mutator);
    }

    private static JsonNode? Value(Mutator mutator) => mutator.Below(11) switch
    {
        0 => null,
        1 => JsonValue.Create(-1),
        2 => JsonValue.Create(long.MaxValue),
        3 => JsonValue.Create(1e300),
        4 => JsonValue.Create(mutator.OneIn(2)),
        5 => JsonValue.Create(""),
        6 => JsonValue.Create(new string('长', mutator.Below(20_000))),
        7 => JsonValue.Create("\u0000\ud800\uffff"),
        8 => new JsonObject { ["sessionId"] = "018f2f3e9c7a7c3e8c2e1a2b3c4d5e6f" },
        9 => Nested(mutator.Below(80)),
        _ => JsonValue.Create("018f2f3e9c7a7c3e8c2e1a2b3c4d5e6f"),
    };

    private static JsonArray Nested(int depth)
    {
        var value = new JsonArray();
        for (; depth > 0; depth--) value = new JsonArray(value);
        return value;
    }
}

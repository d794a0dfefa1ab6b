using System.Collections.Frozen;
using VirtualWindow.Host.Start;

namespace VirtualWindow.Host;

/// <summary>What this process does: <c>--Roles=signaling,media,followup</c>; all of it by default.</summary>
[Flags]
public enum Roles
{
    None = 0,
    /// <summary>Pages, hubs, REST, staff accounts.</summary>
    Signaling = 1,
    /// <summary>The media node and its WHIP/WHEP endpoints.</summary>
    Media = 2,
    /// <summary>Outbox pump, Hangfire workers and dashboard.</summary>
    FollowUp = 4,
    All = Signaling | Media | FollowUp,
}

public static class RoleNames
{
    private static readonly FrozenDictionary<string, Roles> ByName = new Dictionary<string, Roles>
    {
        ["signaling"] = Roles.Signaling, ["media"] = Roles.Media, ["followup"] = Roles.FollowUp,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads the setting; absent or blank means all.</summary>
    /// <exception cref="StartRefusedException">A name is unknown, or the combination cannot serve a call.</exception>
    public static Roles Parse(string? setting)
    {
        if (string.IsNullOrWhiteSpace(setting)) return Roles.All;
        var roles = setting.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Aggregate(Roles.None, (sum, name) => sum | RoleOf(name));
        // Until a second process can be a media node for this one, calls of a lone signaling process would ring and stay dark.
        if (roles.HasFlag(Roles.Signaling) && !roles.HasFlag(Roles.Media))
            throw new StartRefusedException("Roles：signaling 目前必须与 media 在同一进程中运行。",
                "Roles: signaling needs media in the same process for now; add it, e.g. --Roles=signaling,media.");
        return roles;
    }

    private static Roles RoleOf(string name) => ByName.TryGetValue(name, out var role)
        ? role
        : throw new StartRefusedException($"Roles：没有名为“{name}”的角色，可用：{Known}。", $"Roles: there is no role '{name}'; known are {Known}.");

    private static string Known => string.Join(", ", ByName.Keys.Order());
}

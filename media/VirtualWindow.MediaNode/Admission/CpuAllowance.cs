using System.Globalization;

namespace VirtualWindow.MediaNode.Admission;

/// <summary>
/// Cores this process may use: those of its affinity, less when a container's quota gives it fewer (cgroup v2 <c>cpu.max</c>, v1
/// <c>cpu.cfs_quota_us</c>). The platform's processor count rounds a quota up, half a core would look like a whole one.
/// </summary>
internal static class CpuAllowance
{
    public static double Cores() => OperatingSystem.IsLinux()
        ? Math.Min(Environment.ProcessorCount, Quota("/sys/fs/cgroup", ReadOr("/proc/self/cgroup", "")))
        : Environment.ProcessorCount;

    /// <summary>The least quota on the way from the root to the process's own group; infinity without one.</summary>
    /// <param name="root">Where the groups are mounted.</param>
    /// <param name="membership">Lines "id:controllers:path" (cgroups(7)).</param>
    internal static double Quota(string root, string membership)
    {
        var least = double.PositiveInfinity;
        foreach (var line in membership.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Split(':', 3) is not [_, var controllers, var path]) continue;
            if (controllers.Length == 0) least = Math.Min(least, AlongPath(root, path, UnifiedQuota));
            else if (controllers.Split(',').Contains("cpu")) least = Math.Min(least, AlongPath(Path.Combine(root, "cpu"), path, LegacyQuota));
        }

        return least;
    }

    /// <summary>A parent's quota holds for its children; inside a container the own path may not be mounted, the root then is the group.</summary>
    private static double AlongPath(string root, string path, Func<string, double> quotaOf)
    {
        var folder = root;
        var least = quotaOf(folder);
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            folder = Path.Combine(folder, part);
            least = Math.Min(least, quotaOf(folder));
        }

        return least;
    }

    /// <summary>"max 100000" or "50000 100000": microseconds in each period.</summary>
    private static double UnifiedQuota(string folder) =>
        ReadOr(Path.Combine(folder, "cpu.max"), "max").Split(' ') is [var quota, var period] ? Share(quota, period) : double.PositiveInfinity;

    /// <summary>-1 is no quota.</summary>
    private static double LegacyQuota(string folder) =>
        Share(ReadOr(Path.Combine(folder, "cpu.cfs_quota_us"), "-1"), ReadOr(Path.Combine(folder, "cpu.cfs_period_us"), "100000"));

    private static double Share(string quota, string period) =>
        long.TryParse(quota, CultureInfo.InvariantCulture, out var microseconds) && microseconds > 0
        && long.TryParse(period, CultureInfo.InvariantCulture, out var whole) && whole > 0
            ? (double)microseconds / whole
            : double.PositiveInfinity;

    private static string ReadOr(string file, string otherwise)
    {
        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return otherwise;
        }
    }
}

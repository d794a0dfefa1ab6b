using VirtualWindow.MediaNode.Admission;
using VirtualWindow.Testing;

namespace VirtualWindow.MediaNode.Tests.Admission;

public sealed class CpuAllowanceTests
{
    [Fact]
    public void A_quota_counts_in_parts_of_a_core_and_a_parent_s_holds_for_its_children()
    {
        using var groups = new TemporaryFolder("cgroup");
        Write(groups, "cpu.max", "max 100000");
        Write(groups, "hall/cpu.max", "150000 100000");
        Write(groups, "hall/media/cpu.max", "max 100000");
        Assert.Equal(1.5, CpuAllowance.Quota(groups.Path, "0::/hall/media\n"));
        Write(groups, "hall/media/cpu.max", "50000 100000");
        Assert.Equal(0.5, CpuAllowance.Quota(groups.Path, "0::/hall/media\n"));
        Assert.Equal(double.PositiveInfinity, CpuAllowance.Quota(groups.Path, "0::/elsewhere\n"));
    }

    [Fact]
    public void Inside_a_container_the_root_is_the_group()
    {
        using var groups = new TemporaryFolder("cgroup");
        Write(groups, "cpu.max", "25000 100000");
        Assert.Equal(0.25, CpuAllowance.Quota(groups.Path, "0::/docker/0123456789ab\n"));
    }

    [Fact]
    public void The_older_groups_have_their_quota_in_two_files()
    {
        using var groups = new TemporaryFolder("cgroup");
        Write(groups, "cpu/hall/cpu.cfs_quota_us", "200000\n");
        Write(groups, "cpu/hall/cpu.cfs_period_us", "100000\n");
        Assert.Equal(2, CpuAllowance.Quota(groups.Path, "5:memory:/hall\n4:cpu,cpuacct:/hall\n"));
        Write(groups, "cpu/hall/cpu.cfs_quota_us", "-1\n");
        Assert.Equal(double.PositiveInfinity, CpuAllowance.Quota(groups.Path, "4:cpu,cpuacct:/hall\n"));
    }

    [Fact]
    public void This_process_may_use_something() => Assert.InRange(CpuAllowance.Cores(), 0.01, Environment.ProcessorCount);

    private static void Write(TemporaryFolder groups, string file, string text)
    {
        var path = Path.Combine(groups.Path, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}

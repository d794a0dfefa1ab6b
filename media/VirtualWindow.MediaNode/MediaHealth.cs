using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace VirtualWindow.MediaNode;

/// <summary>Ready while a loop is alive and the node is not being emptied. A full node is ready: its rooms go on, and pages are still served.</summary>
internal sealed class MediaHealth(LocalMediaNode node) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        node.DrainStatus.Draining ? HealthCheckResult.Unhealthy("The media node is being emptied.")
        : node.Metrics.LoopsAlive == 0 ? HealthCheckResult.Unhealthy("Every media loop has ended.")
        : HealthCheckResult.Healthy());
}

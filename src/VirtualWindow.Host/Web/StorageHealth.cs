using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using VirtualWindow.Storage;

namespace VirtualWindow.Host.Web;

/// <summary>Ready only while the hall's memory answers and holds a catalogue.</summary>
internal sealed class StorageHealth(IWindowStore store) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var loaded = await store.ReadAsync((db, ct) => db.CatalogueEditions.AnyAsync(ct), cancellationToken).WaitAsync(Patience, cancellationToken);
        return loaded ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("No catalogue is loaded.");
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using VirtualWindow.Storage.Catalogue;

namespace VirtualWindow.Storage;

/// <summary>Before anything else starts: brings the tables up to date and loads the sample catalogue into an empty hall.</summary>
public sealed class PrepareStorage(IWindowMigration migration, IWindowStore store, TimeProvider time) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await migration.MigrateAsync(cancellationToken);
        await LoadSampleAsync(cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task LoadSampleAsync(CancellationToken ct)
    {
        if (await store.ReadAsync((db, token) => db.CatalogueEditions.AnyAsync(token), ct))
            return;
        try
        {
            await store.WriteAsync((db, token) => AddSample(db), ct);
        }
        catch (DuplicateRowException)
        {
            // Another process that started at the same moment loaded it.
        }
    }

    private Task AddSample(WindowDb db)
    {
        var sample = SampleCatalogue.Load();
        db.CatalogueEditions.Add(new() { Version = SampleCatalogue.Version, Sample = true, LoadedAt = time.GetUtcNow() });
        db.Sites.AddRange(sample.Sites);
        db.Windows.AddRange(sample.Windows);
        db.SpecialDays.AddRange(sample.SpecialDays);
        db.Departments.AddRange(sample.Departments);
        db.Regions.AddRange(sample.Regions);
        db.Items.AddRange(sample.Items);
        db.ImplementationCodes.AddRange(sample.ImplementationCodes);
        db.CannedAnswers.AddRange(SampleAnswers.All(time.GetUtcNow()));
        return Task.CompletedTask;
    }
}

/// <summary>Brings one provider's tables up to date.</summary>
public interface IWindowMigration
{
    Task MigrateAsync(CancellationToken ct);
}

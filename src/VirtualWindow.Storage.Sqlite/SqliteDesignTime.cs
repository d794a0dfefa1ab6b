using Microsoft.EntityFrameworkCore.Design;

namespace VirtualWindow.Storage.Sqlite;

/// <summary>For <c>dotnet ef migrations add</c> only.</summary>
internal sealed class SqliteDesignTime : IDesignTimeDbContextFactory<WindowDb>
{
    public WindowDb CreateDbContext(string[] args) =>
        new(WindowStorageRegistration.BuildOptions(builder => SqliteStorageRegistration.Configure(builder, new("design-time.db"))));
}

using Microsoft.EntityFrameworkCore.Design;

namespace VirtualWindow.Storage.Postgres;

/// <summary>For <c>dotnet ef migrations add</c> only.</summary>
internal sealed class PostgresDesignTime : IDesignTimeDbContextFactory<WindowDb>
{
    public WindowDb CreateDbContext(string[] args) =>
        new(WindowStorageRegistration.BuildOptions(builder => PostgresStorageRegistration.Configure(builder, new("Host=localhost;Database=design-time"))));
}

using Microsoft.Extensions.DependencyInjection;
using VirtualWindow.Specifications;
using VirtualWindow.Testing;

namespace VirtualWindow.Storage.Tests;

public sealed class SqliteClaimTests : ClaimSpecification
{
    protected override Task<Action<IServiceCollection>> FreshDatabaseAsync() => SqliteDatabases.FreshAsync();
}

public sealed class SqliteTransactionTests : TransactionSpecification
{
    protected override Task<Action<IServiceCollection>> FreshDatabaseAsync() => SqliteDatabases.FreshAsync();
}

public sealed class SqliteSchemaTests : SchemaSpecification
{
    protected override Task<Action<IServiceCollection>> FreshDatabaseAsync() => SqliteDatabases.FreshAsync();
}

public sealed class PostgresClaimTests : ClaimSpecification
{
    protected override Task<Action<IServiceCollection>> FreshDatabaseAsync() => PostgresDatabases.FreshAsync();
}

public sealed class PostgresTransactionTests : TransactionSpecification
{
    protected override Task<Action<IServiceCollection>> FreshDatabaseAsync() => PostgresDatabases.FreshAsync();
}

public sealed class PostgresSchemaTests : SchemaSpecification
{
    protected override Task<Action<IServiceCollection>> FreshDatabaseAsync() => PostgresDatabases.FreshAsync();
}

public sealed class SqliteDocumentTests : DocumentSpecification
{
    protected override Task<Action<IServiceCollection>> FreshDatabaseAsync() => SqliteDatabases.FreshAsync();
}

public sealed class PostgresDocumentTests : DocumentSpecification
{
    protected override Task<Action<IServiceCollection>> FreshDatabaseAsync() => PostgresDatabases.FreshAsync();
}

public sealed class SqliteProcedureTests : ProcedureSpecification
{
    protected override Task<Action<IServiceCollection>> FreshDatabaseAsync() => SqliteDatabases.FreshAsync();
}

public sealed class PostgresProcedureTests : ProcedureSpecification
{
    protected override Task<Action<IServiceCollection>> FreshDatabaseAsync() => PostgresDatabases.FreshAsync();
}

public sealed class SqliteSealTests : SealSpecification
{
    protected override Task<Action<IServiceCollection>> DatabaseAsync() => SqliteDatabases.FreshAsync();
}

public sealed class PostgresSealTests : SealSpecification
{
    protected override Task<Action<IServiceCollection>> DatabaseAsync() => PostgresDatabases.FreshAsync();
}

using VirtualWindow.Testing;
using VirtualWindow.Testing.Contracts;

namespace VirtualWindow.Host.Tests;

/// <summary>The web client's wire types are generated; this fails when a contract changed without them.</summary>
public sealed class ContractsFreshnessTests
{
    private static readonly string GeneratedFile = RepositoryRoot.File("web-client", "src", "signaling", "contracts.gen.ts");

    [Fact]
    public void Typescript_contracts_are_those_of_the_server()
    {
        var generated = TypeScriptContracts.Generate();
        if (Environment.GetEnvironmentVariable("UPDATE_CONTRACTS") == "1") File.WriteAllText(GeneratedFile, generated);

        Assert.True(File.Exists(GeneratedFile) && File.ReadAllText(GeneratedFile) == generated,
            "web-client/src/signaling/contracts.gen.ts is stale: run this test with UPDATE_CONTRACTS=1 and commit the file.");
    }

    [Fact]
    public void Nullable_members_become_unions_with_null()
    {
        Assert.Contains("readonly siteId: string | null", TypeScriptContracts.Generate(), StringComparison.Ordinal);
        Assert.Contains("readonly promisedDate: CalendarDate | null", TypeScriptContracts.Generate(), StringComparison.Ordinal);
        Assert.Contains("readonly ticketId: string\n", TypeScriptContracts.Generate(), StringComparison.Ordinal);
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using VirtualWindow.Domain.Seals;
using VirtualWindow.Domain.Signing;
using VirtualWindow.Storage.Seals;

namespace VirtualWindow.Storage.Mapping;

internal sealed class SealMapping : IEntityTypeConfiguration<Seal>
{
    public void Configure(EntityTypeBuilder<Seal> builder)
    {
        builder.ToTable("Seals");
        builder.HasKey(seal => seal.Id);
        builder.Property(seal => seal.Id).ValueGeneratedNever();
        builder.Property(seal => seal.Version).IsConcurrencyToken();
        builder.Property(seal => seal.LastHash).HasMaxLength(32);
        builder.Ignore(seal => seal.Face).Ignore(seal => seal.Rules);
    }
}

internal sealed class SealLedgerMapping : IEntityTypeConfiguration<SealLedgerLine>
{
    public void Configure(EntityTypeBuilder<SealLedgerLine> builder)
    {
        builder.ToTable("SealLedger");
        builder.HasKey(line => new { line.Seal, line.Sequence });
        builder.Property(line => line.Sequence).ValueGeneratedNever();
        builder.Property(line => line.Hash).HasMaxLength(32);
        builder.Property(line => line.Result).HasMaxLength(64);
        builder.HasIndex(line => line.Result);
    }
}

internal sealed class SecondFactorMapping : IEntityTypeConfiguration<SecondFactor>
{
    public void Configure(EntityTypeBuilder<SecondFactor> builder)
    {
        builder.ToTable("SecondFactors");
        builder.HasKey(factor => factor.Staff);
        builder.Property(factor => factor.Staff).ValueGeneratedNever();
        builder.Property(factor => factor.Version).IsConcurrencyToken();
    }
}

internal sealed class KeptKeyMapping : IEntityTypeConfiguration<KeptKey>
{
    public void Configure(EntityTypeBuilder<KeptKey> builder)
    {
        builder.ToTable("KeptKeys");
        builder.HasKey(key => key.Id);
        builder.Property(key => key.Id).HasMaxLength(64);
    }
}

internal sealed class SigningGateMapping : IEntityTypeConfiguration<SigningGate>
{
    public void Configure(EntityTypeBuilder<SigningGate> builder)
    {
        builder.ToTable("Signings");
        builder.HasKey(gate => gate.Session);
        builder.Property(gate => gate.Session).ValueGeneratedNever();
        builder.Property(gate => gate.Version).IsConcurrencyToken();
        builder.HasMany(gate => gate.Papers).WithOne().HasForeignKey(paper => paper.Session);
        builder.Navigation(gate => gate.Papers).AutoInclude();
    }
}

internal sealed class SigningPaperMapping : IEntityTypeConfiguration<SigningPaper>
{
    public void Configure(EntityTypeBuilder<SigningPaper> builder)
    {
        builder.ToTable("SigningPapers");
        builder.HasKey(paper => new { paper.Session, paper.Document });
        builder.Property(paper => paper.Document).ValueGeneratedNever();
        builder.Property(paper => paper.Sha256).HasMaxLength(64);
        builder.Ignore(paper => paper.Current).Ignore(paper => paper.CurrentSha256);
    }
}

internal sealed class KeptHandwritingMapping : IEntityTypeConfiguration<KeptHandwriting>
{
    public void Configure(EntityTypeBuilder<KeptHandwriting> builder)
    {
        builder.ToTable("KeptHandwritings");
        builder.HasKey(kept => new { kept.Session, kept.Document });
        builder.Property(kept => kept.Sha256).HasMaxLength(64);
    }
}

internal sealed class DetachedSealMapping : IEntityTypeConfiguration<DetachedSeal>
{
    public void Configure(EntityTypeBuilder<DetachedSeal> builder)
    {
        builder.ToTable("DetachedSeals");
        builder.HasKey(seal => seal.Sha256);
        builder.Property(seal => seal.Sha256).HasMaxLength(64);
        builder.HasIndex(seal => seal.Session);
    }
}

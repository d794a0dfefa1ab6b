using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using VirtualWindow.Domain.Cases;
using VirtualWindow.Domain.Papers;
using VirtualWindow.Storage.Papers;

namespace VirtualWindow.Storage.Mapping;

internal sealed class CaseNoticeMapping : IEntityTypeConfiguration<CaseNotice>
{
    public void Configure(EntityTypeBuilder<CaseNotice> builder)
    {
        builder.ToTable("CaseNotices");
        builder.HasKey(notice => notice.Id);
        builder.Property(notice => notice.Id).ValueGeneratedNever();
        builder.Property(notice => notice.Version).IsConcurrencyToken();
        builder.Property(notice => notice.Title).HasMaxLength(64);
        builder.Property(notice => notice.Number).HasMaxLength(32);
        builder.Property(notice => notice.File).HasMaxLength(32);
        builder.Property(notice => notice.Sha256).HasMaxLength(64);
        builder.HasOne<Case>().WithMany().HasForeignKey(notice => notice.Case);
        // A line of the record calls for one paper.
        builder.HasIndex(notice => new { notice.Case, notice.Line }).IsUnique();
    }
}

internal sealed class CaseKeyMapping : IEntityTypeConfiguration<CaseKey>
{
    public void Configure(EntityTypeBuilder<CaseKey> builder)
    {
        builder.ToTable("CaseKeys");
        builder.HasKey(key => key.Case);
        builder.Property(key => key.Case).ValueGeneratedNever();
    }
}

internal sealed class CaseArchiveMapping : IEntityTypeConfiguration<CaseArchive>
{
    public void Configure(EntityTypeBuilder<CaseArchive> builder)
    {
        builder.ToTable("CaseArchives");
        builder.HasKey(archive => archive.Id);
        builder.Property(archive => archive.Id).ValueGeneratedNever();
        builder.Property(archive => archive.Version).IsConcurrencyToken();
        builder.Property(archive => archive.File).HasMaxLength(32);
        builder.Property(archive => archive.Sha256).HasMaxLength(64);
        builder.Property(archive => archive.Sm3).HasMaxLength(64);
        builder.Property(archive => archive.HoldReason).HasMaxLength(500);
        builder.HasOne<Case>().WithOne().HasForeignKey<CaseArchive>(archive => archive.Id);
        builder.HasIndex(archive => new { archive.State, archive.KeepUntil });
    }
}

internal sealed class ItemRetentionMapping : IEntityTypeConfiguration<ItemRetention>
{
    public void Configure(EntityTypeBuilder<ItemRetention> builder)
    {
        builder.ToTable("ItemRetentions");
        builder.HasKey(retention => retention.Item);
        builder.Property(retention => retention.Item).ValueGeneratedNever();
    }
}

internal sealed class ArchiveEntryMapping : IEntityTypeConfiguration<ArchiveEntry>
{
    public void Configure(EntityTypeBuilder<ArchiveEntry> builder)
    {
        builder.ToTable("ArchiveJournal");
        builder.HasKey(entry => entry.Sequence);
        builder.Property(entry => entry.Sequence).ValueGeneratedNever();
        builder.Property(entry => entry.Hash).HasMaxLength(32);
        builder.HasIndex(entry => entry.Run);
    }
}

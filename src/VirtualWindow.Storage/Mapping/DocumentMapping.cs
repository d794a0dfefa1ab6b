using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using VirtualWindow.Domain.Documents;
using VirtualWindow.Storage.Documents;

namespace VirtualWindow.Storage.Mapping;

internal sealed class SharedDocumentMapping : IEntityTypeConfiguration<SharedDocument>
{
    private static readonly ValueComparer<IReadOnlyList<PageSize>> Pages = new(
        (one, other) => one!.SequenceEqual(other!), pages => pages.Count, pages => pages.ToArray());

    public void Configure(EntityTypeBuilder<SharedDocument> builder)
    {
        builder.ToTable("Documents");
        builder.HasKey(document => document.Id);
        builder.Property(document => document.Id).ValueGeneratedNever();
        builder.Property(document => document.Version).IsConcurrencyToken();
        builder.Property(document => document.Name).HasMaxLength(200);
        builder.Property(document => document.Material).HasMaxLength(64);
        builder.Property(document => document.OriginalSha256).HasMaxLength(64);
        builder.Property(document => document.Sha256).HasMaxLength(64);
        builder.Property(document => document.MediaType).HasMaxLength(64);
        builder.Property(document => document.Pages).HasConversion(pages => PageSize.Write(pages), text => PageSize.Read(text), Pages);
        builder.HasIndex(document => document.Session);
        builder.HasIndex(document => document.State);
        // Two versions of the same base would be a fork: which of them was signed next?
        builder.HasIndex(document => document.Replaces).IsUnique();
    }
}

internal sealed class DocumentUploadMapping : IEntityTypeConfiguration<DocumentUpload>
{
    public void Configure(EntityTypeBuilder<DocumentUpload> builder)
    {
        builder.ToTable("DocumentUploads");
        builder.HasKey(upload => upload.Id);
        builder.Property(upload => upload.Id).ValueGeneratedNever();
        builder.Property(upload => upload.Version).IsConcurrencyToken();
        builder.Property(upload => upload.Name).HasMaxLength(200);
        builder.Property(upload => upload.Material).HasMaxLength(64);
        builder.Property(upload => upload.Sha256).HasMaxLength(64);
        builder.Ignore(upload => upload.Title);
        builder.HasIndex(upload => upload.Session);
        builder.HasIndex(upload => upload.ChangedAt);
    }
}

internal sealed class DocumentRequestMapping : IEntityTypeConfiguration<DocumentRequest>
{
    public void Configure(EntityTypeBuilder<DocumentRequest> builder)
    {
        builder.ToTable("DocumentRequests");
        builder.HasKey(request => request.Id);
        builder.Property(request => request.Id).ValueGeneratedNever();
        builder.Property(request => request.Version).IsConcurrencyToken();
        builder.Property(request => request.Material).HasMaxLength(64);
        builder.Property(request => request.Name).HasMaxLength(200);
        builder.HasIndex(request => request.Session);
    }
}

internal sealed class DocumentShowingMapping : IEntityTypeConfiguration<DocumentShowing>
{
    public void Configure(EntityTypeBuilder<DocumentShowing> builder)
    {
        builder.ToTable("DocumentShowings");
        builder.HasKey(showing => new { showing.Session, showing.Serial });
        builder.Property(showing => showing.Serial).ValueGeneratedNever();
        builder.Property(showing => showing.Version).IsConcurrencyToken();
        builder.Property(showing => showing.Sha256).HasMaxLength(64);
    }
}

internal sealed class SessionKeyMapping : IEntityTypeConfiguration<SessionKey>
{
    public void Configure(EntityTypeBuilder<SessionKey> builder)
    {
        builder.ToTable("SessionKeys");
        builder.HasKey(key => key.Session);
        builder.Property(key => key.Session).ValueGeneratedNever();
    }
}

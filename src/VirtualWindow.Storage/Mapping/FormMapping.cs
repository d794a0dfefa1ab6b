using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using VirtualWindow.Storage.Forms;

namespace VirtualWindow.Storage.Mapping;

internal sealed class SessionFormMapping : IEntityTypeConfiguration<SessionForm>
{
    public void Configure(EntityTypeBuilder<SessionForm> builder)
    {
        builder.ToTable("SessionForms");
        builder.HasKey(form => form.Session);
        builder.Property(form => form.Session).ValueGeneratedNever();
        builder.Property(form => form.Name).HasMaxLength(64);
    }
}

internal sealed class SessionFormEntryMapping : IEntityTypeConfiguration<SessionFormEntry>
{
    public void Configure(EntityTypeBuilder<SessionFormEntry> builder)
    {
        builder.ToTable("SessionFormEntries");
        builder.HasKey(entry => new { entry.Session, entry.Sequence });
        builder.Property(entry => entry.Sequence).ValueGeneratedNever();
        builder.Property(entry => entry.Hash).HasMaxLength(32);
    }
}

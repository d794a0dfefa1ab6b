using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using VirtualWindow.Storage.Access;
using VirtualWindow.Storage.Outbox;
using VirtualWindow.Storage.Presence;
using VirtualWindow.Storage.Queue;
using VirtualWindow.Storage.Sequences;

namespace VirtualWindow.Storage.Mapping;

internal sealed class DailySequenceMapping : IEntityTypeConfiguration<DailySequence>
{
    public void Configure(EntityTypeBuilder<DailySequence> builder)
    {
        builder.ToTable("Sequences");
        builder.HasKey(sequence => new { sequence.Name, sequence.Day });
    }
}

internal sealed class FollowUpEntryMapping : IEntityTypeConfiguration<FollowUpEntry>
{
    public void Configure(EntityTypeBuilder<FollowUpEntry> builder)
    {
        builder.ToTable("FollowUps");
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.HasIndex(row => new { row.Kind, row.Subject }).IsUnique();
        builder.HasIndex(row => new { row.State, row.NextTryAt });
        builder.HasIndex(row => row.CreatedAt);
    }
}

internal sealed class FollowUpStepMapping : IEntityTypeConfiguration<FollowUpStep>
{
    public void Configure(EntityTypeBuilder<FollowUpStep> builder)
    {
        builder.ToTable("FollowUpSteps");
        builder.HasKey(step => new { step.FollowUp, step.Name });
        builder.HasOne<FollowUpEntry>().WithMany().HasForeignKey(step => step.FollowUp);
    }
}

internal sealed class FollowUpActMapping : IEntityTypeConfiguration<FollowUpAct>
{
    public void Configure(EntityTypeBuilder<FollowUpAct> builder)
    {
        builder.ToTable("FollowUpActs");
        builder.HasKey(act => new { act.FollowUp, act.Serial });
        builder.HasOne<FollowUpEntry>().WithMany().HasForeignKey(act => act.FollowUp);
    }
}

internal sealed class JoinTokenMapping : IEntityTypeConfiguration<JoinToken>
{
    public void Configure(EntityTypeBuilder<JoinToken> builder)
    {
        builder.HasKey(token => token.Hash);
        builder.Property(token => token.Hash).ValueGeneratedNever();
        builder.HasIndex(token => token.Ticket);
    }
}

internal sealed class ApplicantPassMapping : IEntityTypeConfiguration<ApplicantPass>
{
    public void Configure(EntityTypeBuilder<ApplicantPass> builder)
    {
        builder.HasKey(pass => pass.Hash);
        builder.Property(pass => pass.Hash).ValueGeneratedNever();
        builder.HasIndex(pass => pass.Ticket);
    }
}

internal sealed class PadPassMapping : IEntityTypeConfiguration<PadPass>
{
    public void Configure(EntityTypeBuilder<PadPass> builder)
    {
        builder.HasKey(pass => pass.Hash);
        builder.Property(pass => pass.Hash).ValueGeneratedNever();
        builder.Property(pass => pass.Sha256).HasMaxLength(64);
        // Of two phones that sign with one token at once, one wins.
        builder.Property(pass => pass.SpentAt).IsConcurrencyToken();
        builder.HasIndex(pass => new { pass.Session, pass.Document });
    }
}

internal sealed class PastOfferMapping : IEntityTypeConfiguration<PastOffer>
{
    public void Configure(EntityTypeBuilder<PastOffer> builder)
    {
        builder.HasKey(offer => offer.Id);
        builder.Property(offer => offer.Id).ValueGeneratedNever();
        builder.HasIndex(offer => offer.Ticket);
        builder.HasIndex(offer => new { offer.Desk, offer.EndedAt });
    }
}

internal sealed class AttendanceMapping : IEntityTypeConfiguration<Attendance>
{
    public void Configure(EntityTypeBuilder<Attendance> builder)
    {
        builder.HasKey(attendance => attendance.Subject);
        builder.Property(attendance => attendance.Subject).ValueGeneratedNever();
        builder.Property(attendance => attendance.ConnectionId).HasMaxLength(64);
        builder.HasIndex(attendance => attendance.ConnectionId);
        builder.HasIndex(attendance => attendance.SeenAt);
    }
}

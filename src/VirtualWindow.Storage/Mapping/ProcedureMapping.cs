using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using VirtualWindow.Domain.Cases;

namespace VirtualWindow.Storage.Mapping;

internal sealed class ProcedureMapping : IEntityTypeConfiguration<Procedure>
{
    public void Configure(EntityTypeBuilder<Procedure> builder)
    {
        builder.HasKey(procedure => procedure.Id);
        builder.Property(procedure => procedure.Id).ValueGeneratedNever();
        builder.Property(procedure => procedure.Version).IsConcurrencyToken();
        builder.Property(procedure => procedure.DecisionCode).HasMaxLength(32);
        builder.HasOne<Case>().WithOne().HasForeignKey<Procedure>(procedure => procedure.Id);
        builder.HasMany(procedure => procedure.Pauses).WithOne().HasForeignKey(pause => pause.Case);
        builder.HasMany(procedure => procedure.Record).WithOne().HasForeignKey(line => line.Case);
        // The clock needs its pauses; the record grows and is only read by whoever asks for it.
        builder.Navigation(procedure => procedure.Pauses).AutoInclude();
        builder.HasIndex(procedure => new { procedure.Holder, procedure.Department, procedure.State });
        builder.HasIndex(procedure => new { procedure.State, procedure.DueOn });
    }
}

internal sealed class PauseMapping : IEntityTypeConfiguration<Pause>
{
    public void Configure(EntityTypeBuilder<Pause> builder)
    {
        builder.ToTable("ProcedurePauses");
        builder.HasKey(pause => new { pause.Case, pause.Serial });
    }
}

internal sealed class ProcedureEventMapping : IEntityTypeConfiguration<ProcedureEvent>
{
    public void Configure(EntityTypeBuilder<ProcedureEvent> builder)
    {
        builder.ToTable("ProcedureEvents");
        builder.HasKey(line => new { line.Case, line.Serial });
        builder.HasIndex(line => line.At);
    }
}

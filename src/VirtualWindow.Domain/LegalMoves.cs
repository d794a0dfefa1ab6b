using System.Collections.Frozen;

namespace VirtualWindow.Domain;

/// <summary>The table of legal moves of one state machine; whatever it does not list is illegal.</summary>
public sealed class LegalMoves<TState, TMove>
    where TState : struct, Enum
    where TMove : struct, Enum
{
    private readonly FrozenDictionary<(TState, TMove), TState> _table;
    private readonly string _machine;

    internal LegalMoves(string machine, params (TState From, TMove Move, TState To)[] rows)
    {
        _machine = machine;
        Rows = rows;
        _table = rows.ToFrozenDictionary(row => (row.From, row.Move), row => row.To);
    }

    /// <summary>Every legal move, for tests and documentation.</summary>
    public IReadOnlyList<(TState From, TMove Move, TState To)> Rows { get; }

    public bool Allows(TState from, TMove move) => _table.ContainsKey((from, move));

    /// <exception cref="IllegalMoveException">The table has no such row.</exception>
    public TState Next(TState from, TMove move) =>
        _table.TryGetValue((from, move), out var to) ? to : throw new IllegalMoveException(_machine, from.ToString(), move.ToString());
}

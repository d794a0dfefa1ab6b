namespace VirtualWindow.MediaNode;

/// <summary>
/// Which loop has which room. A room is placed when it is first asked for, on the loop with the least load, and stays there until
/// it is empty and nobody is asking: so it never spans loops. Requests may come from any thread; loops report what they emptied.
/// </summary>
/// <param name="onRemoved">Told under the lock that there is a room less.</param>
internal sealed class RoomPlaces(IReadOnlyList<RoomLoop> loops, Action onRemoved)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, RoomPlace> _places = new(StringComparer.Ordinal);

    public int Count
    {
        get
        {
            lock (_gate) return _places.Count;
        }
    }

    /// <summary>The place of a room, made when it has none and <paramref name="refuseNew"/> finds nothing against it.</summary>
    /// <param name="refuseNew">Given the number of rooms, a refusal code or null; called under the lock.</param>
    /// <returns>Null with the refusal, or when no loop is left. Who got a place must <see cref="Leave"/> it.</returns>
    public RoomPlace? Enter(string room, Func<int, string?> refuseNew, out string? refusal)
    {
        lock (_gate)
        {
            refusal = null;
            if (!_places.TryGetValue(room, out var place))
            {
                refusal = refuseNew(_places.Count);
                if (refusal is not null || LeastLoaded() is not { } loop) return null;
                _places.Add(room, place = new RoomPlace(room, loop));
                loop.PlacedRooms++;
            }

            place.Asking++;
            return place;
        }
    }

    /// <summary>The place of a room that has one; who got it must <see cref="Leave"/> it.</summary>
    public RoomPlace? Find(string room)
    {
        lock (_gate)
        {
            var place = _places.GetValueOrDefault(room);
            if (place is not null) place.Asking++;
            return place;
        }
    }

    /// <summary>A request is done.</summary>
    /// <param name="exists">What the loop says about the room now; null when it was not asked.</param>
    public void Leave(RoomPlace place, bool? exists)
    {
        lock (_gate)
        {
            place.Asking--;
            place.Exists = exists ?? place.Exists;
            RemoveUnused(place);
        }
    }

    /// <summary>A loop noticed that one of its rooms is empty.</summary>
    public void OnEmptied(string room, RoomLoop loop)
    {
        lock (_gate)
        {
            if (!_places.TryGetValue(room, out var place) || place.Loop != loop) return;
            place.Exists = false;
            RemoveUnused(place);
        }
    }

    /// <summary>A loop has ended: its rooms may be placed anew.</summary>
    public void Forget(RoomLoop ended)
    {
        lock (_gate)
        {
            foreach (var place in _places.Values.Where(place => place.Loop == ended).ToArray()) Remove(place);
        }
    }

    private RoomLoop? LeastLoaded() => loops.Where(loop => loop.IsAlive).MinBy(loop => loop.Load);

    private void RemoveUnused(RoomPlace place)
    {
        if (!place.Exists && place.Asking == 0 && _places.GetValueOrDefault(place.Room) == place) Remove(place);
    }

    private void Remove(RoomPlace place)
    {
        _places.Remove(place.Room);
        place.Loop.PlacedRooms--;
        onRemoved();
    }
}

/// <summary>A room and its loop; changed by <see cref="RoomPlaces"/> only.</summary>
internal sealed class RoomPlace(string room, RoomLoop loop)
{
    public string Room { get; } = room;

    public RoomLoop Loop { get; } = loop;

    /// <summary>Requests on their way to the loop.</summary>
    public int Asking { get; set; }

    /// <summary>The loop has the room, with connections or held.</summary>
    public bool Exists { get; set; }
}

from webox.lib.often import too_often


def test_so_many_times_and_no_more_for_each_who_tries():
    assert [too_often("door:a", 3, 60) for _time in range(5)] == [False, False, False, True, True]
    assert too_often("door:b", 3, 60) is False


def test_it_begins_anew_when_its_time_is_over():
    assert [too_often("door", 1, 0) for _time in range(3)] == [False] * 3
